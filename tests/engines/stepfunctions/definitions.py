"""What Step Functions refuses in a definition or a start, and the interpreter does not.

https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html and, of errors,
https://states-language.net/spec.html#errors
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.engines.stepfunctions.integrations import SUBMIT_FIELDS

LARGEST = 1024 * 1024
"""Bytes."""
LARGEST_INPUT = 256 * 1024
"""Bytes, of what an execution is started with."""
LONGEST_NAME = 80
"""Of a state or an execution."""
_LABEL = re.compile(r"[^\s?*<>{}\[\]:;,\\|^~$#%&`\"]{1,40}")
_EXECUTION = re.compile(r"[\w-]+", re.ASCII)
_SUBMIT = re.compile(r"arn:aws:states:::batch:submitJob(\.sync)?")


class InvalidDefinition(Exception):
    """`InvalidDefinition` of `CreateStateMachine`."""


class InvalidExecution(Exception):
    """`InvalidName` or `InvalidExecutionInput` of `StartExecution`."""


def check_start(name: str, given: object) -> None:
    """Raises `InvalidExecution`."""
    if _EXECUTION.fullmatch(name) is None or len(name) > LONGEST_NAME:
        raise InvalidExecution(f"not the name of an execution: {name}")
    if len(json.dumps(given).encode()) > LARGEST_INPUT:
        raise InvalidExecution(f"an input of more than {LARGEST_INPUT} bytes")


def check_machine(definition: Mapping[str, Any]) -> None:
    """Raises `InvalidDefinition`."""
    size = len(json.dumps(definition, separators=(",", ":")).encode())
    _refuse_unless(size <= LARGEST, f"a definition of {size} bytes")
    names: set[str] = set()
    for machine in _machines(definition):
        _refuse_unless(machine["StartAt"] in machine["States"], f"StartAt {machine['StartAt']}")
        for name, state in machine["States"].items():
            _refuse_unless(len(name) <= LONGEST_NAME, f"the name of state {name}")
            _refuse_unless(name not in names, f"two states are called {name}")
            names.add(name)
            _check_targets(name, state, machine["States"])
            _check_wildcards(name, state)
            _check_state(name, state)


def _machines(machine: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A state machine, and those in its states."""
    waiting = [machine]
    while waiting:
        one = waiting.pop()
        yield one
        for state in one["States"].values():
            waiting += state.get("Branches", [])
            waiting += [state["ItemProcessor"]] if "ItemProcessor" in state else []


def _check_targets(name: str, state: Mapping[str, Any], states: Mapping[str, Any]) -> None:
    rules = [*state.get("Choices", []), *state.get("Catch", [])]
    targets = [rule["Next"] for rule in rules]
    targets += [state[field] for field in ("Next", "Default") if field in state]
    for target in targets:
        _refuse_unless(target in states, f"{name} goes on to {target}, which is not beside it")


def _check_wildcards(name: str, state: Mapping[str, Any]) -> None:
    for field in ("Retry", "Catch"):
        rules = state.get(field, [])
        for index, rule in enumerate(rules):
            if "States.ALL" in rule["ErrorEquals"]:
                alone = len(rule["ErrorEquals"]) == 1 and index == len(rules) - 1
                _refuse_unless(alone, f"States.ALL of {name} is not alone and last")


def _check_state(name: str, state: Mapping[str, Any]) -> None:
    label = state.get("Label", "label")
    _refuse_unless(_LABEL.fullmatch(label) is not None, f"the Label of {name}: {label}")
    if _SUBMIT.fullmatch(state.get("Resource", "")):
        fields = {field.removesuffix(".$") for field in state["Parameters"]}
        unknown = ", ".join(sorted(fields - SUBMIT_FIELDS))
        _refuse_unless(not unknown, f"{name}: not supported by Step Functions: {unknown}")


def _refuse_unless(allowed: bool, message: str) -> None:
    if not allowed:
        raise InvalidDefinition(message)
