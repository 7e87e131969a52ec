"""A model of Airflow that runs the statements of a DAG: their order, states and trigger rules.

A task is what it is called with; nothing is run. What Airflow itself makes of the file is for
the engine's tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from compiler.backends.airflow.planners import RUNS_IF_REACHED, Planner
from compiler.backends.airflow.python import Call, Code, Expression
from compiler.backends.airflow.scope import TOP
from compiler.backends.airflow.statements import Assign, Group, Order, Statement

Instance = tuple[str, str]
SUCCESS, SKIPPED, FAILED, UPSTREAM_FAILED = "success", "skipped", "failed", "upstream_failed"


class FakeOperators:
    """Operators that say no more than the step and the path."""

    def of(self, step: str, path: Expression) -> Call:
        return Call("Operator", (step, path))


@dataclass
class Model:
    """One run of a DAG."""

    choice: Callable[[str, str], str]
    width: Callable[[str, str], int]
    ran: list[Instance] = field(default_factory=list)
    """The tasks of steps, in the order in which they ran."""
    states: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def run(self, statements: list[Statement]) -> None:
        """Runs all of them."""
        before: dict[str, tuple[str, ...]] = {}
        for statement in statements:
            if isinstance(statement, Order):
                before[statement.after] = statement.before
        groups = {one.name: one for one in statements if isinstance(one, Group)}
        for statement in statements:
            if isinstance(statement, Assign):
                self._assign(statement, before.get(statement.name, ()), groups)

    def _assign(self, statement: Assign, before: tuple[str, ...], groups: dict[str, Group]) -> None:
        call = statement.call
        if call.on is not None and call.function == "":
            self._planner(statement.name, call, before)
        elif call.function.endswith(".expand"):
            (_, paths_code) = call.kwargs[0]
            assert isinstance(paths_code, Code)
            group = groups[call.function.removesuffix(".expand")]
            self._mapped(statement.name, _waves(group), paths_code.text, before)
        else:
            step, path = call.args
            assert isinstance(step, str)
            assert isinstance(path, str)
            state = self._state(before, _rule(call))
            if state == SUCCESS:
                self.ran.append((step, "" if path == TOP else path))
            self.states[statement.name] = [state]

    def _mapped(
        self,
        name: str,
        waves: list[list[tuple[str, str]]],
        paths: str,
        before: tuple[str, ...],
    ) -> None:
        state = self._state((*before, paths), waves[0][0][1])
        if state == SUCCESS and not self.lists[paths]:
            state = SKIPPED
        if state == SUCCESS:
            for path in self.lists[paths]:
                self.ran += [(step, path) for wave in waves for step, _ in wave]
        self.states[name] = [state] * max(1, len(self.lists.get(paths, ())))

    def _planner(self, name: str, call: Call, before: tuple[str, ...]) -> None:
        assert call.on is not None
        planner = call.on.function.removesuffix(".override")
        given = [argument.text for argument in call.args if isinstance(argument, Code)]
        state = self._state((*before, *(one for one in given if one != "RUN")), RUNS_IF_REACHED)
        if state == SUCCESS:
            method = getattr(self, f"_{Planner(planner).name.lower()}")
            state = method(name, *map(self._value, call.args))
        self.states[name] = [state]

    def _value(self, argument: Expression) -> Expression:
        return self.lists.get(argument.text, []) if isinstance(argument, Code) else argument

    def _items(self, name: str, step: str, paths: list[str], _: object) -> str:
        widths = [(path, self.width(step, _plain(path))) for path in paths]
        self.lists[name] = [
            str(item) if path == TOP else f"{path}.{item}"
            for path, width in widths
            for item in range(width)
        ]
        return SUCCESS

    def _chosen(self, name: str, step: str, target: str, paths: list[str], _: object) -> str:
        self.lists[name] = [path for path in paths if self.choice(step, path) == target]
        return SUCCESS

    def _only(self, _: str, step: str, target: str, path: str, __: object) -> str:
        return SUCCESS if self.choice(step, _plain(path)) == target else SKIPPED

    def _together(self, name: str, *lists: list[str]) -> str:
        self.lists[name] = [path for some in lists for path in some]
        return SUCCESS

    def _turn(self, name: str, paths: list[str], loops: int, number: int | None = None) -> str:
        entered = [] if number is None else [str(number)]
        self.lists[name] = [".".join(path.split(".")[: -loops or None] + entered) for path in paths]
        return SUCCESS

    def _no_more(self, _: str, __: str, ___: int, paths: list[str]) -> str:
        return FAILED if paths else SUCCESS

    def _state(self, before: tuple[str, ...], rule: str) -> str:
        """Of a task, as trigger rules have it."""
        states = [state for name in before for state in self.states[name]]
        if FAILED in states or UPSTREAM_FAILED in states:
            return UPSTREAM_FAILED
        if rule == RUNS_IF_REACHED:
            return SUCCESS if SUCCESS in states else SKIPPED
        return SKIPPED if SKIPPED in states else SUCCESS


def _rule(call: Call) -> str:
    return str(dict(call.kwargs).get("trigger_rule", "all_success"))


def _waves(group: Group) -> list[list[tuple[str, str]]]:
    """The steps of a group in their order; the rule of the first one is that of the group."""
    calls = [one.call for one in group.body if isinstance(one, Assign)]
    return [[(str(call.args[0]), _rule(call))] for call in calls]


def _plain(path: str) -> str:
    return "" if path == TOP else path
