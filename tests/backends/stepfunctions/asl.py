"""A state machine run by the letter of the language, as far as flowc uses it.

Nothing but states, data and errors: what a task does is a function's to say. So machines of
any shape can be run by the thousand; real interpreters run fewer of them, in `tests/engines`.
The rules are those of https://states-language.net/spec.html and, for what the specification leaves
to the service, of the Step Functions Developer Guide.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_REFERENCE = re.compile(r"\.(\w+)|\[(\d+)\]")
_TOKEN = re.compile(r"\s*(States\.\w+\(|\$[\w.\[\]$]*|'(?:[^'\\]|\\.)*'|-?\d+|,|\))", re.DOTALL)


class Failed(Exception):
    """A state failed: the name of the error, and the cause."""

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(error, cause)
        self.error = error
        self.cause = cause


Task = Callable[[str, Any], Any]
"""What a resource gives for its parameters; raises `Failed`."""


@dataclass
class Execution:
    """One run of a machine; `items` gives what is read by an `ItemReader`."""

    task: Task
    items: Callable[[Any], list[Any]]
    name: str = "run-1"
    input: Any = field(default_factory=dict)
    states: list[str] = field(default_factory=list)
    """Every state that was entered, in order."""
    most_states: int = 100_000

    def run(self, machine: Mapping[str, Any]) -> Any:
        """The output; raises `Failed`."""
        return self._machine(machine, self.input, {})

    def _machine(self, machine: Mapping[str, Any], data: Any, around: Mapping[str, Any]) -> Any:
        name = machine["StartAt"]
        while True:
            state = machine["States"][name]
            self.states.append(name)
            assert len(self.states) < self.most_states, "a machine that does not end"
            following, data = self._state(state, data, around)
            if following is None:
                return data
            name = following

    def _state(
        self, state: Mapping[str, Any], data: Any, around: Mapping[str, Any]
    ) -> tuple[str | None, Any]:
        context = {
            "Execution": {"Name": self.name, "Input": self.input},
            "State": {"RetryCount": 0},
            **around,
        }
        given = evaluate(state.get("InputPath", "$"), data, context)
        if state["Type"] == "Choice":
            return self._choice(state, given, context), given
        if state["Type"] == "Fail":
            raise Failed(
                state.get("Error") or evaluate(state["ErrorPath"], given, context),
                evaluate(state["CausePath"], given, context) if "CausePath" in state else "",
            )
        try:
            result = self._result(state, given, context)
        except Failed as failure:
            return self._caught(state, data, failure)
        if state["Type"] not in ("Wait", "Succeed"):
            if "ResultSelector" in state:
                result = fill(state["ResultSelector"], result, context)
            data = _placed(result, state.get("ResultPath", "$"), given)
        output = state.get("OutputPath", "$")
        following = None if state["Type"] == "Succeed" or state.get("End") else state["Next"]
        return following, {} if output is None else evaluate(output, data, context)

    def _result(self, state: Mapping[str, Any], given: Any, context: Mapping[str, Any]) -> Any:
        parameters = given
        if "Parameters" in state:
            parameters = fill(state["Parameters"], given, context)
        if state["Type"] == "Task":
            return self.task(state["Resource"], parameters)
        if state["Type"] == "Parallel":
            return [self._machine(branch, given, {}) for branch in state["Branches"]]
        if state["Type"] == "Map":
            return self._map(state, given, context)
        return parameters

    def _map(self, state: Mapping[str, Any], given: Any, context: Mapping[str, Any]) -> Any:
        """Children of a Distributed Map are executions of another name, with an input of theirs."""
        assert state["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
        reader = state["ItemReader"]
        results = []
        items = self.items(fill(reader["Parameters"], given, context))
        for at, item in enumerate(items):
            inside = {**context, "Map": {"Item": {"Index": at, "Value": item}}}
            selected = fill(state["ItemSelector"], given, inside)
            child = Execution(self.task, self.items, f"{self.name}/{at}", selected, self.states)
            try:
                results.append(child.run(state["ItemProcessor"]))
            except Failed as failure:
                raise Failed("States.ExceedToleratedFailureThreshold", str(failure)) from failure
        return results

    def _choice(self, state: Mapping[str, Any], given: Any, context: Mapping[str, Any]) -> str:
        for rule in state["Choices"]:
            value = evaluate(rule["Variable"], given, context)
            if value == rule.get("StringEquals", rule.get("NumericEquals")):
                return str(rule["Next"])
        if "Default" not in state:
            raise Failed("States.NoChoiceMatched")
        return str(state["Default"])

    def _caught(
        self, state: Mapping[str, Any], data: Any, failure: Failed
    ) -> tuple[str | None, Any]:
        for catcher in state.get("Catch", ()):
            if failure.error in catcher["ErrorEquals"] or "States.ALL" in catcher["ErrorEquals"]:
                error = {"Error": failure.error, "Cause": failure.cause}
                return catcher["Next"], _placed(error, catcher.get("ResultPath", "$"), data)
        raise failure


def fill(template: Any, data: Any, context: Mapping[str, Any]) -> Any:
    """A payload with its references resolved."""
    if isinstance(template, dict):
        return {
            key.removesuffix(".$"): evaluate(value, data, context)
            if key.endswith(".$")
            else fill(value, data, context)
            for key, value in template.items()
        }
    if isinstance(template, list):
        return [fill(item, data, context) for item in template]
    return template


def evaluate(expression: str, data: Any, context: Mapping[str, Any]) -> Any:
    """A path or a call of an intrinsic function."""
    value, rest = _expression(_tokens(expression), data, context)
    assert not rest, expression
    return copy.deepcopy(value)


def _tokens(expression: str) -> list[str]:
    found, end = [], 0
    while end < len(expression):
        token = _TOKEN.match(expression, end)
        assert token is not None, f"{expression} at {end}"
        found.append(token[1])
        end = token.end()
    return found


def _expression(tokens: list[str], data: Any, context: Mapping[str, Any]) -> tuple[Any, list[str]]:
    first, *rest = tokens
    if first.startswith("States."):
        arguments = []
        while rest[0] != ")":
            if rest[0] == ",":
                rest = rest[1:]
            value, rest = _expression(rest, data, context)
            arguments.append(value)
        return _FUNCTIONS[first[len("States.") : -1]](*arguments), rest[1:]
    if first.startswith("$$"):
        return _resolved(first[1:], context), rest
    if first.startswith("$"):
        return _resolved(first, data), rest
    if first.startswith("'"):
        return first[1:-1], rest
    return int(first), rest


def _resolved(path: str, data: Any) -> Any:
    try:
        for name, index in _REFERENCE.findall(path):
            data = data[name] if name else data[int(index)]
    except (KeyError, IndexError, TypeError):
        raise Failed("States.ParameterPathFailure", path) from None
    return data


def _format(template: str, *values: Any) -> str:
    texts = [value if isinstance(value, str) else json.dumps(value) for value in values]

    def put_in(found: re.Match[str]) -> str:
        return found[1] or texts.pop(0)

    made = re.sub(r"\\(.)|\{\}", put_in, template, flags=re.DOTALL)
    assert not texts, template
    return made


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Format": _format,
    "MathAdd": lambda one, other: one + other,
    "Array": lambda *items: [_unescaped(item) if isinstance(item, str) else item for item in items],
    "JsonToString": lambda value: json.dumps(value, separators=(",", ":")),
    "StringToJson": json.loads,
    "Base64Encode": lambda text: base64.b64encode(text.encode()).decode(),
    "UUID": lambda: "00000000-0000-4000-8000-000000000000",
}


def _placed(result: Any, path: str | None, data: Any) -> Any:
    if path is None:
        return data
    if path == "$":
        return result
    made = dict(data)
    made[path.removeprefix("$.")] = result
    return made
