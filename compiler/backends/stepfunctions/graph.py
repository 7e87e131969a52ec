"""The region tree as states.

A state machine's states may follow each other in any order, so all that one execution does is
one flat set of states, and a jump is just a `Next`. What `Parallel` and `Map` run is a machine of
its own, which no jump leads into or out of.

The states of a sequence are made from its end to its beginning, for each must know what comes
after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from compiler.backends.stepfunctions.models import Machine, State, States
from compiler.backends.stepfunctions.naming import state_name
from compiler.backends.stepfunctions.scope import RESULT, first_turn, next_turn, outer
from compiler.ir.errors import InternalError
from compiler.ir.region import Choice, Jump, Loop, Map, Parallel, Region, Sequence, Task
from runtime_shim.contract import RESULT_CHOICE


@dataclass(frozen=True, slots=True)
class Way:
    """Where control goes next."""

    state: str | None
    """None for the end of the machine."""
    loops: int = 0
    """How many loops of the machine are around the place it leads to."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a region in its machine."""

    path_length: int
    """How many numbers the paths of the tasks here have."""
    maps: int
    """How many of them count the items of maps."""
    loops: tuple[str, ...] = ()
    """The labels of the loops, outermost first."""
    ways: dict[str, Way] = field(default_factory=dict)
    """Where a jump to each label leads."""


class Steps(Protocol):
    """Makes the states that run tasks."""

    def task(self, step: str) -> State:
        """Runs a step's task."""

    def choice(self, step: str) -> State:
        """Reads which way a switch has decided for."""

    def fan_out(self, region: Map, around: int, body: Callable[[], Machine], then: str) -> States:
        """Runs what is in a foreach or a gang, and goes on; the first state is where it begins.

        `around` is the number of maps around this one, and `body` makes the machine of an item.
        """


@dataclass
class Lowering:
    """Makes the machine of a region tree."""

    steps: Steps

    def machine(self, sequence: Sequence, path_length: int = 0, maps: int = 0) -> Machine:
        """A machine that does what the sequence says, and ends."""
        entry, states = self._sequence(sequence, Way(None), Around(path_length, maps))
        if entry.state is None:
            raise InternalError("a machine without a state")
        return {"StartAt": entry.state, "States": states}

    def _sequence(self, sequence: Sequence, then: Way, around: Around) -> tuple[Way, States]:
        made: list[States] = []
        for region in reversed(sequence.children):
            then, states = self._region(region, then, around)
            made.append(states)
        return then, {name: state for states in reversed(made) for name, state in states.items()}

    def _region(self, region: Region, then: Way, around: Around) -> tuple[Way, States]:
        if isinstance(region, Task):
            return self._simple(state_name(region.step), self.steps.task(region.step), then, around)
        if isinstance(region, Parallel):
            return self._parallel(region, then, around)
        if isinstance(region, Map):
            return self._map(region, then, around)
        if isinstance(region, Choice):
            return self._choice(region, then, around)
        if isinstance(region, Loop):
            return self._loop(region, then, around)
        if isinstance(region, Jump):
            return around.ways[region.label], {}
        return self._sequence(region, then, around)

    def _simple(self, name: str, state: State, then: Way, around: Around) -> tuple[Way, States]:
        """One state, and what it takes to get from it to where it leads."""
        target, states = _departure(then, around)
        return Way(name, len(around.loops)), {name: following(state, target), **states}

    def _parallel(self, region: Parallel, then: Way, around: Around) -> tuple[Way, States]:
        branches = [
            self.machine(branch, around.path_length, around.maps) for branch in region.branches
        ]
        state: State = {"Type": "Parallel", "Branches": branches, "ResultPath": None}
        return self._simple(state_name(region.split, "branches"), state, then, around)

    def _map(self, region: Map, then: Way, around: Around) -> tuple[Way, States]:
        target, states = _departure(then, around)
        if target is None:
            raise InternalError(f"no join comes after {region.split}")

        def body() -> Machine:
            return self.machine(region.body, around.path_length + 1, around.maps + 1)

        made = self.steps.fan_out(region, around.maps, body, target)
        return Way(next(iter(made)), len(around.loops)), {**made, **states}

    def _choice(self, region: Choice, then: Way, around: Around) -> tuple[Way, States]:
        reader, name = state_name(region.switch, "result"), state_name(region.switch, "choice")
        made: States = {reader: following(self.steps.choice(region.switch), name)}
        made[name] = {"Type": "Choice", "Choices": []}
        entries = {tail.label: Way(_entry(tail.body), len(around.loops)) for tail in region.shared}
        # Tails may lead into each other.
        around = replace(around, ways={**around.ways, **entries})
        for arm in region.arms:
            way, states = self._sequence(arm.body, then, around)
            target, more = _departure(way, around)
            if target is None:
                target = state_name(region.switch, "done")
                more = {target: {"Type": "Succeed"}}
            made |= states | more
            made[name]["Choices"].append(
                {
                    "Variable": f"{RESULT}.{RESULT_CHOICE}",
                    "StringEquals": arm.target,
                    "Next": target,
                }
            )
        for tail in region.shared:
            made |= self._sequence(tail.body, then, around)[1]
        return Way(reader, len(around.loops)), made

    def _loop(self, region: Loop, then: Way, around: Around) -> tuple[Way, States]:
        depth, length = len(around.loops), around.path_length
        first, again = state_name(region.label, "loop"), state_name(region.label, "again")
        inside = Around(
            length + 1,
            around.maps,
            (*around.loops, region.label),
            {**around.ways, region.label: Way(again, depth + 1)},
        )
        entry, states = self._sequence(region.body, then, inside)
        if entry.state is None:
            raise InternalError(f"nothing is in the loop {region.label}")
        made: States = {
            first: {"Type": "Pass", "Parameters": first_turn(length), "Next": entry.state},
            **states,
        }
        made[again] = {"Type": "Pass", "Parameters": next_turn(length), "Next": entry.state}
        return Way(first, depth), made


def _entry(tail: Sequence) -> str:
    """The state in which a tail begins, before it is made."""
    first = tail.children[0]
    if isinstance(first, Task):
        return state_name(first.step)
    if isinstance(first, Loop):
        return state_name(first.label, "loop")
    if isinstance(first, Sequence):
        return _entry(first)
    raise InternalError(f"a tail begins with {first}")


def following(state: State, target: str | None) -> State:
    """The state, with what comes after it. At the end of a machine nothing is handed on: the
    results of a map's children are collected."""
    if target is None:
        state["OutputPath"] = None
        state["End"] = True
    else:
        state["Next"] = target
    return state


def _departure(way: Way, around: Around) -> tuple[str | None, States]:
    """The state to go to for a way, with one that leaves loops where it leads out of some."""
    left = len(around.loops) - way.loops
    if left <= 0:
        return way.state, {}
    role = "leave" if way.state is None else f"leave-for-{way.state}"
    name = state_name(around.loops[-1], role)
    return name, {name: following({"Type": "Pass", "InputPath": outer(left)}, way.state)}
