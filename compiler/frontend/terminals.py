"""Finds the step that a flow starts with, and the one that it ends with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.diagnostics.catalogue.flows import (
    AmbiguousTerminal,
    NoEnd,
    NoStart,
    SeveralTerminals,
)
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.decorators import StepDecorations
from compiler.ir.transition import Transition


@dataclass(frozen=True)
class Terminals:
    """Picks the marked step, else the one named `start` or `end`, else the only one.

    Where there is none that is reported, and the likeliest one is taken, so that the rest
    of the flow can be checked.
    """

    flow: str
    span: Span
    spans: Mapping[str, Span]
    """The steps, in order, and where the name of each stands."""
    decorations: Mapping[str, StepDecorations]
    transitions: Mapping[str, Transition | None]
    report: Report

    def start(self) -> str:
        """The name of the step that the flow starts with."""
        marked = [name for name, decoration in self.decorations.items() if decoration.start]
        found = self._pick("start", marked)
        if found is not None:
            return found
        self.report.add(NoStart(span=self.span, name=self.flow))
        entered = {
            target
            for transition in self.transitions.values()
            if transition is not None
            for target in transition.targets
        }
        return next((name for name in self.spans if name not in entered), next(iter(self.spans)))

    def end(self) -> str:
        """The name of the step that the flow ends with."""
        marked = [name for name, decoration in self.decorations.items() if decoration.end]
        found = self._pick("end", marked)
        if found is not None:
            return found
        self.report.add(NoEnd(span=self.span, name=self.flow))
        last = list(self.spans)[-1]
        return next((name for name in self.spans if self.transitions[name] is None), last)

    def _pick(self, which: str, marked: list[str]) -> str | None:
        for other in marked[1:]:
            self.report.add(
                SeveralTerminals(span=self.spans[other], name=other, other=marked[0], which=which)
            )
        if marked:
            if which in self.spans and which not in marked:
                self.report.add(
                    AmbiguousTerminal(span=self.spans[which], marked=marked[0], which=which)
                )
            return marked[0]
        if which in self.spans:
            return which
        misspelt = [name for name in self.spans if name.lower() == which]
        if misspelt:  # reported as the name of a step
            return misspelt[0]
        return next(iter(self.spans)) if len(self.spans) == 1 else None
