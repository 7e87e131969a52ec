"""The region tree as the tasks of a DAG.

Airflow decides what runs by the states of the tasks before, and has no foreach in a foreach, no
jumps and no loops. So:

- At the top a guard stands before each arm of a switch, and is skipped for all arms but one; what
  follows runs if some task before it succeeded and none failed. A jump is an arrow.
- In a foreach the tasks of a step run for each path of a list, and other tasks, the planners, make
  the lists: those of the items of a foreach, also of all foreachs of a level at once, and those
  that go a switch's way. Nothing in it is skipped but for an empty list.
- A loop stands there once for each turn.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import replace
from typing import Protocol

from compiler.backends.airflow.names import Names
from compiler.backends.airflow.planners import READERS, RUNS_IF_REACHED, Planner
from compiler.backends.airflow.python import Call, Code, Expression
from compiler.backends.airflow.scope import Label, Reached, Scope, together
from compiler.backends.airflow.statements import Assign, Group, Order, Statement
from compiler.ir.errors import InternalError
from compiler.ir.region import (
    Choice,
    Jump,
    Labelled,
    Loop,
    Map,
    Parallel,
    Region,
    Sequence,
    Task,
)
from compiler.ir.regions.queries import walk

_PATH = "path"
"""The argument of a group of tasks that run for each path of a list."""


class Operators(Protocol):
    """Makes the operators that run the tasks of steps, but for their ids and trigger rules."""

    def of(self, step: str, path: Expression) -> Call:
        """The operator for the task of one path."""


class Lowering:
    """Makes the statements of a region tree, in the order of the flow."""

    def __init__(self, operators: Operators, names: Names, max_turns: int) -> None:
        self._operators = operators
        self._names = names
        self._max_turns = max_turns
        self.statements: list[Statement] = []
        self.planners: set[Planner] = set()
        self.tasks: dict[str, list[str]] = {}
        """By the name of a step the variables of its tasks: several where it stands in a loop."""
        self.beside: dict[str, None] = {}
        """The variables of tasks that may still run when others have failed all that follows."""

    def flow(self, sequence: Sequence, after: tuple[str, ...] = ()) -> None:
        """All of a flow, which starts when some tasks are over."""
        self._sequence(sequence, Scope(), Reached(after))

    def _sequence(self, sequence: Sequence, scope: Scope, reached: Reached) -> Reached | None:
        """Where control is at its end; None where it never comes there."""
        regions = list(_flattened(sequence))
        current: Reached | None = reached
        while regions and current is not None:
            stretch = _stretch(regions) if scope.mapped else []
            if stretch:
                current = self._stretch(stretch, scope, current)
                del regions[: len(stretch)]
            else:
                current = self._region(regions.pop(0), scope, current)
        return current

    def _region(self, region: Region, scope: Scope, reached: Reached) -> Reached | None:
        if isinstance(region, Task):
            return self._task(region.step, scope, reached)
        if isinstance(region, Parallel):
            return self._parallel(region, scope, reached)
        if isinstance(region, Map):
            return self._map(region, scope, reached)
        if isinstance(region, Choice):
            return self._choice(region, scope, reached)
        if isinstance(region, Loop):
            return self._loop(region, scope, reached)
        if isinstance(region, Jump):
            self._jump(region, scope, reached)
            return None
        raise InternalError(f"{region} is in a sequence")

    def _task(self, step: str, scope: Scope, reached: Reached) -> Reached:
        if scope.path is None:
            raise InternalError(f"{step} runs for a list of paths, and is none of a stretch")
        call = self._operators.of(step, scope.path)
        name = self._add(f"{step}{scope.turns}", call, _rule(reached), reached.after)
        self.tasks.setdefault(step, []).append(name)
        return Reached((name,))

    def _parallel(self, region: Parallel, scope: Scope, reached: Reached) -> Reached:
        ends = [self._sequence(branch, scope, reached) for branch in region.branches]
        found = [end for end in ends if end is not None]
        self.beside.update((name, None) for end in found for name in end.after)
        return replace(
            together(found),
            certain=all(end.certain for end in found),
            # Whatever the branches did, the join runs for what came to the split.
            paths=reached.paths,
        )

    # --- foreach ----------------------------------------------------------------------

    def _map(self, region: Map, scope: Scope, reached: Reached) -> Reached:
        paths = self._list(scope, reached)
        items = self._planner(
            f"{region.split}{scope.turns}_paths",
            Planner.ITEMS,
            (region.split, paths),
            reached,
        )
        inner = Scope(path=None, turns=scope.turns)
        end = self._sequence(region.body, inner, Reached((items,), True, (items,)))
        if end is None:
            raise InternalError(f"no item of {region.split} comes to its join")
        if end.certain and not scope.mapped:
            return replace(end, paths=reached.paths)  # The runtime refuses an empty foreach.
        # A list that no path has come to skips the body: that it is there tells that control is.
        after = tuple(dict.fromkeys((*end.after, items)))
        return Reached(after, False, reached.paths)

    def _stretch(self, stretch: Many[Region], scope: Scope, reached: Reached) -> Reached:
        """Steps that each path goes through on its own: a mapped group.

        Also for one step: what an operator is expanded with Airflow does not render, and the
        number of the attempt is a template.
        """
        paths = self._list(scope, reached)
        if not isinstance(paths, Code):
            raise InternalError("a stretch without a list of paths")
        name = self._group(stretch, scope, reached, paths.text)
        return Reached((name,), True, (paths.text,))

    def _group(self, stretch: Many[Region], scope: Scope, reached: Reached, paths: str) -> str:
        first = stretch[0]
        if not isinstance(first, Task):
            raise InternalError(f"a stretch begins with {first}")
        name = self._names.claim(f"{first.step}{scope.turns}_group")
        inner = _InGroup(self._operators, self._names.inside(), _rule(reached))
        inner.sequence(stretch)
        for step, task in inner.tasks.items():
            self.tasks.setdefault(step, []).append(task)
        self.statements.append(Group(name, _PATH, tuple(inner.statements)))
        result = self._names.claim(f"{name}s")
        call = Call(f"{name}.expand", kwargs=((_PATH, Code(paths)),))
        self.statements.append(Assign(result, call))
        # What makes the list comes before the tasks that run for it, without an arrow.
        self._order(tuple(one for one in reached.after if one != paths), result)
        self.beside[result] = None
        return result

    # --- switches ---------------------------------------------------------------------

    def _choice(self, region: Choice, scope: Scope, reached: Reached) -> Reached | None:
        tails = {tail.label: Label(scope.loops) for tail in region.shared}
        inside = replace(scope, labels={**scope.labels, **tails})
        complete = not _leaves(region)
        ends: list[Reached] = []
        for arm in region.arms:
            if complete and scope.mapped and not arm.body.children:
                continue  # Those paths just stay in the list.
            taken = self._taken(region.switch, arm.target, inside, reached)
            end = self._sequence(arm.body, inside, taken)
            if end is not None:
                ends.append(end)
        for tail in _in_order(region.shared):
            end = self._sequence(tail.body, inside, together(tails[tail.label].arrivals))
            if end is not None:
                ends.append(end)
        if not ends:
            return reached if complete and scope.mapped else None
        end = together(ends)
        # In a foreach an arm may have no paths at all.
        end = replace(end, certain=end.certain and not scope.mapped)
        return replace(end, paths=reached.paths) if complete else end

    def _taken(self, switch: str, target: str, scope: Scope, reached: Reached) -> Reached:
        name = f"{switch}{scope.turns}_to_{target}"
        if not scope.mapped:
            guard = self._planner(name, Planner.ONLY, (switch, target, scope.path), reached)
            return Reached((guard,))
        paths = self._list(scope, reached)
        chosen = self._planner(name, Planner.CHOSEN, (switch, target, paths), reached)
        return Reached((chosen,), True, (chosen,))

    # --- jumps and loops --------------------------------------------------------------

    def _jump(self, region: Jump, scope: Scope, reached: Reached) -> None:
        label = scope.labels[region.label]
        label.arrivals.append(self._left(scope, reached, scope.loops - label.loops))

    def _left(self, scope: Scope, reached: Reached, loops: int) -> Reached:
        """Control outside of some loops."""
        if not scope.mapped or loops == 0:
            return reached
        return self._turn(scope, reached, f"left{scope.turns}_paths", (loops,))

    def _turn(self, scope: Scope, reached: Reached, name: str, numbers: tuple[int, ...]) -> Reached:
        paths = self._list(scope, reached)
        moved = self._planner(name, Planner.TURN, (paths, *numbers), reached)
        return replace(reached, paths=(moved,))

    def _loop(self, region: Loop, scope: Scope, reached: Reached) -> Reached | None:
        ends: list[Reached] = []
        coming, leaving = reached, 0
        for number in range(self._max_turns):
            again = Label(scope.loops + 1)
            turn = scope.turn(number, {region.label: again})
            if scope.mapped:
                name = f"{region.label}{turn.turns}_paths"
                coming = self._turn(scope, coming, name, (leaving, number))
                leaving = 1
            end = self._sequence(region.body, turn, coming)
            if end is not None:
                ends.append(self._left(turn, end, 1))
            if not again.arrivals:
                break
            coming = together(again.arrivals)
        else:
            ends.append(self._no_more(region, scope, coming))
        return together(ends) if ends else None

    def _no_more(self, region: Loop, scope: Scope, coming: Reached) -> Reached:
        """What fails where another turn would have to follow; all that comes after waits for it."""
        arguments = (region.label, self._max_turns, self._list(scope, coming))
        name = f"{region.label}{scope.turns}_no_more"
        return Reached((self._planner(name, Planner.NO_MORE, arguments, coming),), False)

    # --- planners ---------------------------------------------------------------------

    def _list(self, scope: Scope, reached: Reached) -> Expression:
        """The paths of the tasks that control has come to."""
        if scope.path is not None:
            return [scope.path]
        if len(reached.paths) == 1:
            return Code(reached.paths[0])
        lists = tuple(Code(paths) for paths in reached.paths)
        made = self._planner(f"{reached.paths[0]}_together", Planner.TOGETHER, lists, Reached())
        return Code(made)

    def _planner(
        self,
        wanted: str,
        planner: Planner,
        arguments: tuple[Expression, ...],
        reached: Reached,
    ) -> str:
        self.planners.add(planner)
        given = {argument.text for argument in arguments if isinstance(argument, Code)}
        if planner in READERS:
            arguments = (*arguments, Code("RUN"))
        name = self._names.claim(wanted)
        made = Call(f"{planner.value}.override", kwargs=(("task_id", name),))
        before = tuple(one for one in reached.after if one not in given)
        return self._assign(name, Call("", arguments, on=made), before)

    def _add(
        self,
        wanted: str,
        call: Call,
        rule: dict[str, Expression],
        before: tuple[str, ...],
    ) -> str:
        name = self._names.claim(wanted)
        return self._assign(name, _with(call, name, rule), before)

    def _assign(self, name: str, call: Call, before: tuple[str, ...]) -> str:
        self.statements.append(Assign(name, call))
        self._order(before, name)
        return name

    def _order(self, before: tuple[str, ...], name: str) -> None:
        if before:
            self.statements.append(Order(before, name))


class _InGroup:
    """The tasks of one path, in a function of their own."""

    def __init__(self, operators: Operators, names: Names, rule: dict[str, Expression]) -> None:
        self._operators = operators
        self._names = names
        self._rule = rule
        """Of what comes first, and so after tasks outside."""
        self.statements: list[Statement] = []
        self.tasks: dict[str, str] = {}

    def sequence(self, regions: Many[Region], before: tuple[str, ...] = ()) -> tuple[str, ...]:
        for region in regions:
            if isinstance(region, Task):
                before = (self._task(region.step, before),)
            elif isinstance(region, Parallel):
                ends = [self.sequence(branch.children, before) for branch in region.branches]
                before = tuple(dict.fromkeys(name for end in ends for name in end))
            elif isinstance(region, Sequence):
                before = self.sequence(region.children, before)
        return before

    def _task(self, step: str, before: tuple[str, ...]) -> str:
        name = self._names.claim(step)
        call = _with(self._operators.of(step, Code(_PATH)), name, {} if before else self._rule)
        self.statements.append(Assign(name, call))
        if before:
            self.statements.append(Order(before, name))
        self.tasks[step] = name
        return name


def _rule(reached: Reached) -> dict[str, Expression]:
    return {} if reached.certain else {"trigger_rule": RUNS_IF_REACHED}


def _with(call: Call, task_id: str, more: dict[str, Expression]) -> Call:
    return replace(call, kwargs=(("task_id", task_id), *call.kwargs, *more.items()))


def _flattened(sequence: Sequence) -> list[Region]:
    found: list[Region] = []
    for region in sequence.children:
        found += _flattened(region) if isinstance(region, Sequence) else [region]
    return found


def _stretch(regions: Many[Region]) -> list[Region]:
    """The first regions, as far as each path goes through them on its own."""
    found: list[Region] = []
    for region in regions:
        if not _is_plain(region):
            break
        found.append(region)
    return found


def _is_plain(region: Region) -> bool:
    return all(isinstance(inner, Task | Parallel | Sequence) for inner, _ in walk(region))


def _leaves(region: Choice) -> bool:
    """Whether a way through it leads to somewhere else than what follows it."""
    jumps, inside = set[str](), {tail.label for tail in region.shared}
    for inner, _ in walk(region):
        if isinstance(inner, Jump):
            jumps.add(inner.label)
        elif isinstance(inner, Loop):
            inside.add(inner.label)
        elif isinstance(inner, Choice):
            inside |= {tail.label for tail in inner.shared}
    return bool(jumps - inside)


def _in_order(tails: Many[Labelled]) -> list[Labelled]:
    """Each tail after those that lead into it."""
    left, found = list(tails), list[Labelled]()
    while left:
        entered = {tail.label: _jumps(tail) for tail in left}
        ready = [
            tail
            for tail in left
            if not any(tail.label in entered[other.label] for other in left if other is not tail)
        ]
        if not ready:
            raise InternalError("tails that lead into each other in a circle")
        found += ready
        left = [tail for tail in left if tail not in ready]
    return found


def _jumps(tail: Labelled) -> set[str]:
    return {inner.label for inner, _ in walk(tail.body) if isinstance(inner, Jump)}
