"""Checks that splits and joins match."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.diagnostics.catalogue.splits import (
    BranchesPartWays,
    EmptyBranch,
    EndInsideSplit,
    JoinOfUnrelatedSplits,
    JoinWithoutSplit,
    MeetWithoutJoin,
    SplitWithoutJoin,
)
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.diagnostics.words import listed, quoted
from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, is_split, transition_span
from compiler.ir.scopes import Arrival, Scopes, find_scopes
from compiler.ir.step import Step
from compiler.ir.transition import Branch, Gang
from compiler.passes.crossings import report_crossings
from compiler.passes.doubts import (
    after_hidden,
    dominator_tree,
    find_meetings,
    find_unsure,
)


def report_splits(flow: Flow, edges: Edges, report: Report) -> Edges:
    """Reports what is wrong with splits and joins; gives the edges without what is."""
    tree = dominator_tree(flow, edges)
    meetings = find_meetings(flow, edges, tree)
    scopes = find_scopes(flow, edges, meetings)
    unsure = find_unsure(flow, edges, scopes, tree)
    for name, split in meetings.items():
        _report_meeting(flow, split, name, report)
    check = _Check(flow, scopes, unsure, report)
    check.empty_branches(edges)
    check.joins()
    check.parting()
    check.ends()
    return report_crossings(flow, edges, scopes, unsure, report)


def _report_meeting(flow: Flow, split: str, step: str, report: Report) -> None:
    report.add(
        MeetWithoutJoin(
            span=flow.by_name[step].span,
            related=(_split_place(flow, split),),
            split=split,
            step=step,
        )
    )


def _split_place(flow: Flow, split: str) -> Related:
    return Related(transition_span(flow.by_name[split]), f"the split at `{split}`")


class _Check:
    def __init__(self, flow: Flow, scopes: Scopes, unsure: set[str], report: Report) -> None:
        self._flow = flow
        self._scopes = scopes
        self._unsure = unsure
        self._report = report
        self._after_hidden = after_hidden(flow, scopes)
        self._mixed: set[str] = set()
        """Joins of unrelated splits. What else is odd with those splits follows from it."""

    def empty_branches(self, edges: Edges) -> None:
        for step in self._flow.steps:
            if not is_split(step) or step.name not in self._scopes.inside:
                continue
            for target in edges[step.name]:
                if self._flow.by_name[target].is_join and target != self._flow.end:
                    self._report_empty(step, target)

    def _report_empty(self, split: Step, join: str) -> None:
        branch = isinstance(split.transition, Branch)
        self._report.add(
            EmptyBranch(
                span=transition_span(split),
                related=(Related(self._flow.by_name[join].span, "the join"),),
                split=split.name,
                how="has a branch that is" if branch else "fans out to",
                join=join,
            )
        )

    def joins(self) -> None:
        """Reports joins that have nothing to join, or too much."""
        start = self._flow.by_name[self._flow.start]
        if start.is_join and start.name != self._flow.end:
            self._report_no_split(start)
        for name in self._scopes.arrivals:
            step = self._flow.by_name[name]
            arrivals = self._sure(self._scopes.arrivals[name])
            groups = _by_split(arrivals)
            if not step.is_join or name == self._flow.end or not groups:
                continue
            if list(groups) == [None]:
                if name not in self._after_hidden:
                    self._report_no_split(step)
            elif len(groups) > 1 and not self._is_late(arrivals, groups):
                self._mixed.add(name)
                self._report_mixed(step, groups)

    def _is_late(self, arrivals: list[Arrival], groups: dict[str | None, list[str]]) -> bool:
        """Whether the rest of a split arrives after another join took some of its branches.

        Then that is what is wrong; `parting` reports it.
        """
        return any(
            len(self._scopes.joins[scope.split]) > 1
            and groups.keys() == {scope.split, scope.outer.split if scope.outer else None}
            for arrival in arrivals
            if (scope := arrival.scope)
        )

    def _report_no_split(self, step: Step) -> None:
        self._report.add(JoinWithoutSplit(span=step.span, step=step.name, inputs=step.inputs or ""))

    def _report_mixed(self, step: Step, groups: dict[str | None, list[str]]) -> None:
        words = []
        related = []
        for split, names in groups.items():
            if split is None:
                words.append(f"{quoted(names)} from outside of every split")
            else:
                words.append(f"{quoted(names)} from the split at `{split}`")
                related.append(_split_place(self._flow, split))
        self._report.add(
            JoinOfUnrelatedSplits(
                span=step.span, related=tuple(related), step=step.name, groups=listed(words)
            )
        )

    def parting(self) -> None:
        """Reports joins that get only some of the branches of their split."""
        for split, found in self._scopes.joins.items():
            if self._is_gang(self._flow.by_name[split]):
                continue
            sure = {
                name: kept
                for name in found
                if self._flow.by_name[name].is_join and (kept := self._sure(found[name]))
            }
            if len(sure) < 2 or not self._mixed.isdisjoint(sure):
                continue
            main = self._main_join(sure)
            for join in sure:
                if join != main:
                    self._report_parting(split, join, sure[join], main, sure[main])

    def _main_join(self, joins: dict[str, list[Arrival]]) -> str:
        """The join of most branches; of several, the first in the source."""
        place = {name: index for index, name in enumerate(self._flow.by_name)}
        return min(joins, key=lambda join: (-len(_branches(joins[join])), place[join]))

    def _report_parting(
        self, split: str, join: str, here: list[Arrival], main: str, there: list[Arrival]
    ) -> None:
        branch = isinstance(self._flow.by_name[split].transition, Branch)
        first, second = quoted(_branches(here)), quoted(_branches(there))
        verb = "go" if len(_branches(here)) > 1 else "goes"
        self._report.add(
            BranchesPartWays(
                span=self._flow.by_name[join].span,
                related=(
                    _split_place(self._flow, split),
                    Related(self._flow.by_name[main].span, "the other join"),
                ),
                step=join,
                other=main,
                split=split,
                here=f"{first} {verb}" if branch else "some tasks go",
                there=second if branch else "others",
            )
        )

    def ends(self) -> None:
        """Reports splits that are open when the end step is reached."""
        end = self._flow.by_name[self._flow.end]
        if end.is_join:
            return
        told: set[str] = set()
        for arrival in self._scopes.arrivals.get(end.name, []):
            if arrival.step in self._unsure:
                continue
            scope = arrival.scope
            if scope and scope.split in self._scopes.joins:
                self._report_end_inside(arrival, scope.split)
                continue
            while scope and scope.split not in told:
                told.add(scope.split)
                if scope.split not in self._scopes.joins:
                    self._report_unjoined(self._flow.by_name[scope.split])
                scope = scope.outer

    def _report_end_inside(self, arrival: Arrival, split: str) -> None:
        step = self._flow.by_name[arrival.step]
        join = self._main_join(self._scopes.joins[split])
        self._report.add(
            EndInsideSplit(
                span=transition_span(step),
                related=(
                    _split_place(self._flow, split),
                    Related(self._flow.by_name[join].span, "its join"),
                ),
                step=step.name,
                end=self._flow.end,
                join=join,
                split=split,
            )
        )

    def _report_unjoined(self, split: Step) -> None:
        targets = list(dict.fromkeys(split.transition.targets))
        branch = isinstance(split.transition, Branch)
        if self._is_gang(split) or (branch and len(targets) == 1):
            return  # the latter is reported as a branch named twice
        self._report.add(
            SplitWithoutJoin(
                span=transition_span(split),
                related=(Related(self._flow.by_name[self._flow.end].span, "the end of the flow"),),
                split=split.name,
                branches=quoted(targets) if branch else f"many tasks of `{targets[0]}`",
                end=self._flow.end,
            )
        )

    def _is_gang(self, split: Step) -> bool:
        """Whether `@parallel` follows, for which it is checked elsewhere that a join comes."""
        transition = split.transition
        if not isinstance(transition, Gang):
            return False
        member = self._flow.by_name.get(transition.target)
        return member is not None and member.parallel

    def _sure(self, arrivals: list[Arrival]) -> list[Arrival]:
        """Those at a join that follow from no other mistake; an empty branch is one."""
        return [
            arrival
            for arrival in arrivals
            if arrival.step not in self._unsure and not arrival.begins
        ]


def _by_split(arrivals: Iterable[Arrival]) -> dict[str | None, list[str]]:
    groups: dict[str | None, list[str]] = {}
    for arrival in arrivals:
        split = arrival.scope.split if arrival.scope else None
        groups.setdefault(split, []).append(arrival.step)
    return groups


def _branches(arrivals: Iterable[Arrival]) -> list[str]:
    return list(dict.fromkeys(a.scope.branch for a in arrivals if a.scope))
