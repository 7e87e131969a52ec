"""What flows from state to state: the scope.

Every state gets one small object as its input and hands the same one on, for what it made is in
the datastore:

    {"run": the run id, "path": what the tasks here are called, "environment": of every task}

Inside of a loop there are also `turn`, from 0, and `outer`, the scope around the loop. So no
variables are needed, and what is in the scope of a Distributed Map's child is said by the map.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from compiler.backends.stepfunctions.intrinsics import Reference, as_text, call, concatenation
from compiler.backends.stepfunctions.models import Payload
from runtime_shim import contract

RUN = Reference("$.run")
PATH = Reference("$.path")
ENVIRONMENT = Reference("$.environment")
RUN_PREFIX = "sfn-"
"""What stands before the name of an execution in the id of its run."""
RUN_ID = concatenation(RUN_PREFIX, Reference("$$.Execution.Name"))
"""What the scope has as `run`. Children of a Distributed Map have a name of their own."""
RETRIES = Reference("$$.State.RetryCount")
"""How often the state has been tried again, for whatever reason."""
ITEM = Reference("$$.Map.Item.Value")
SIZE = Reference("$.size")
"""How many members there are, in a gang that a map runs."""
GANG_RETRIES = Reference("$.retry")
"""How often that map has been tried again, for whatever reason."""
RESULT = "$.result"
"""Where the scope has what a step handed to the state machine."""

_RUN_MARK, _PATH_MARK = "\1", "\2"
_MARKED = re.compile(f"([{_RUN_MARK}{_PATH_MARK}])")
_MEANT = {_RUN_MARK: RUN, _PATH_MARK: PATH}


def result_key(prefix: str, flow: str, step: str, result: str) -> Reference:
    """The key under which the step's task of this scope has left a result."""
    key = prefix + contract.result_key(flow, _RUN_MARK, step, _PATH_MARK, result)
    return concatenation(*(_MEANT.get(part, part) for part in _MARKED.split(key) if part))


def first_scope(env: Iterable[tuple[str, str]]) -> Payload:
    """That of the whole machine, whose tasks all have these variables."""
    return {
        "run.$": RUN_ID,
        "path": contract.task_name(""),
        "environment": [
            {"Name": name, "Value.$" if isinstance(value, Reference) else "Value": value}
            for name, value in env
        ],
    }


def variable(position: int) -> Reference:
    """The value of one of these variables."""
    return Reference(f"$.environment[{position}].Value")


def parameters_text() -> Reference:
    """What the run was started with, in letters that no reader between here and the task takes for
    a reference or a quote."""
    return call("Base64Encode", call("JsonToString", Reference("$$.Execution.Input")))


def width_text() -> Reference:
    """The width of a split as text, once it has been read."""
    return as_text(Reference(f"{RESULT}.{contract.RESULT_WIDTH}"))


def item_scope(**more: Reference) -> Payload:
    """That of one item of a map, whose path the step that split has written."""
    return _inner(ITEM, **{f"{name}.$": value for name, value in more.items()})


def first_turn(length: int) -> Payload:
    """That of a loop's first turn, where paths had `length` numbers before."""
    path = concatenation(PATH, ".0") if length else "0"
    return _inner(path, turn=0, **{"outer.$": "$"})


def next_turn(length: int) -> Payload:
    """That of another turn."""
    turn = call("MathAdd", Reference("$.turn"), "1")
    before = (Reference("$.outer.path"), ".") if length else ()
    return _inner(concatenation(*before, turn), **{"turn.$": turn, "outer.$": "$.outer"})


def outer(loops: int) -> str:
    """The scope around so many loops."""
    return ".".join(["$", *["outer"] * loops])


def _inner(path: str, **more: object) -> Payload:
    """A scope made of the one at hand, with another path."""
    key = "path.$" if isinstance(path, Reference) else "path"
    return {"run.$": RUN, key: path, "environment.$": ENVIRONMENT, **more}
