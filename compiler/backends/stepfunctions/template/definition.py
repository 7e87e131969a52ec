"""The text of a state machine: short, and with a line for each state.

So the template of a thousand steps is within CloudFormation's limit, and a change to a flow shows
in the lines of the states that it is about.
"""

from __future__ import annotations

import json
import re

from compiler.backends.stepfunctions.models import Machine, State
from compiler.backends.stepfunctions.partitions import with_resources
from compiler.backends.stepfunctions.placeholders import escaped, used
from compiler.backends.stepfunctions.tasks import placeholder
from compiler.backends.stepfunctions.template.functions import sub
from compiler.backends.yaml_text import Block, Tagged


def definition_text(machine: Machine) -> tuple[Block, dict[str, Tagged | str]]:
    """The machine as JSON in ASCII, in which only placeholders begin with `${`, and the values of
    those that stand for what the states do: ARNs of the stack's own partition."""
    actions: dict[str, Tagged | str] = {}

    def named(action: str) -> str:
        name = _placeholder_name(action)
        actions[name] = sub(f"arn:${{AWS::Partition}}:states:::{action}")
        return placeholder(name)

    text = escaped(_machine(machine), frozenset(used(machine)))
    return Block(with_resources(text, named) + "\n"), actions


def _placeholder_name(action: str) -> str:
    """As none of a job definition ends.

    >>> _placeholder_name("batch:submitJob.sync")
    'BatchSubmitJobSyncAction'
    """
    words = re.findall(r"\w+", action)
    return f"{''.join(word[0].upper() + word[1:] for word in words)}Action"


def _machine(machine: Machine) -> str:
    fields = [_field(name, value) for name, value in machine.items() if name != "States"]
    states = ",\n".join(f"{_json(name)}:{_state(one)}" for name, one in machine["States"].items())
    return "{" + ",".join([*fields, f'"States":{{\n{states}\n}}']) + "}"


def _state(state: State) -> str:
    inner = {}
    if "ItemProcessor" in state:
        inner["ItemProcessor"] = _machine(state["ItemProcessor"])
    if "Branches" in state:
        inner["Branches"] = f"[{','.join(map(_machine, state['Branches']))}]"
    fields = [
        f"{_json(name)}:{inner[name]}" if name in inner else _field(name, value)
        for name, value in state.items()
    ]
    return "{" + ",".join(fields) + "}"


def _field(name: str, value: object) -> str:
    return f"{_json(name)}:{_json(value)}"


def _json(value: object) -> str:
    # The one character of ASCII that JSON takes as it is and YAML does not.
    return json.dumps(value, separators=(",", ":")).replace("\x7f", r"\u007f")
