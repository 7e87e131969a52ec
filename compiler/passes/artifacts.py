"""Checks that what a step reads can have been written, and that joins say what they pass on."""

from __future__ import annotations

from functools import cached_property

from compiler.diagnostics.catalogue.artifacts import (
    DifferentInBranches,
    InputWithoutArtifact,
    LostInJoin,
    NeverWritten,
    NeverWrittenForNext,
    NoSuchInput,
    NotInJoin,
    PerhapsNeverWritten,
    ReadOnly,
)
from compiler.diagnostics.diagnostic import Diagnostic, Related, did_you_mean
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.ir.artifacts import InputRead, Read
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Foreach, Gang, Switch
from compiler.passes.artifacts_branches import BranchWrites
from compiler.passes.artifacts_flow import UNSEEN, ArtifactFlow
from compiler.passes.artifacts_merge import check_merges

_MOST_SUGGESTIONS = 1000
"""Among more names than this, looking for a near miss takes longer than it is worth."""


def check_artifacts(flow: Flow, report: Report) -> None:
    """Reports reads, merges and assignments of artifacts that cannot work.

    Where code that flowc does not see may have set a name there is a warning at most.
    """
    checker = _Checker(flow, report)
    for step in flow.steps:
        checker.check_writes(step)
        if step.name in checker.artifacts.after:
            check_merges(step, checker.artifacts, checker.branches, report)
            checker.check_reads(step)
            checker.check_inputs(step)
            checker.check_transition(step)


class _Checker:
    def __init__(self, flow: Flow, report: Report) -> None:
        self.flow = flow
        self.report = report
        self.artifacts = ArtifactFlow(flow)
        self.branches = BranchWrites(self.artifacts)
        self._lost: dict[str, dict[str, str]] = {}
        self._doubted: set[str] = set()

    def check_writes(self, step: Step) -> None:
        for write in step.artifacts.writes:
            what = self._read_only.get(write.name)
            if what is not None:
                self.report.add(ReadOnly(span=write.span, name=write.name, what=what))

    def check_reads(self, step: Step) -> None:
        found = self.artifacts.before[step.name]
        for read in step.artifacts.reads:
            if not read.certain or self.artifacts.may_have(found, read.name):
                continue
            if self._is_unseen(found, step):
                self._doubt(read.span, step, read.name, found)
            else:
                self.report.add(self._missing(step, read, found))

    def check_inputs(self, step: Step) -> None:
        if step.inputs is None:
            return
        joined = self.flow.predecessors[step.name]
        for read in step.artifacts.input_reads:
            if read.step is None:
                self._check_input(step, read, self.artifacts.inputs[step.name], "no input can")
            elif read.step in joined:
                found = self.artifacts.after.get(read.step, 0)
                self._check_input(step, read, found, f"`{read.step}` cannot")
            elif joined and not self.artifacts.broken:
                self.report.add(
                    NoSuchInput(
                        span=read.span,
                        step=step.name,
                        input=read.step,
                        inputs=", ".join(f"`{step.inputs}.{name}`" for name in joined),
                        suggestion=did_you_mean(read.step, joined),
                    )
                )

    def check_transition(self, step: Step) -> None:
        transition = step.transition
        if isinstance(transition, Foreach):
            argument, name = "foreach", transition.items
        elif isinstance(transition, Switch):
            argument, name = "condition", transition.condition
        elif isinstance(transition, Gang) and isinstance(transition.size, str):
            argument, name = "num_parallel", transition.size
        else:
            return
        found = self.artifacts.after[step.name]
        if not name or self.artifacts.may_have(found, name):
            return  # a transition without a name has been reported
        if self._is_unseen(found, step):
            self._doubt(transition.span, step, name, found)
            return
        self.report.add(
            NeverWrittenForNext(
                span=transition.span,
                argument=argument,
                step=step.name,
                name=name,
                suggestion=self._suggestion(name, found),
            )
        )

    def _check_input(self, step: Step, read: InputRead, found: int, subject: str) -> None:
        if self.artifacts.may_have(found, read.name):
            return
        if self._is_unseen(found, step):
            self._doubt(read.span, step, read.name, found)
            return
        self.report.add(
            InputWithoutArtifact(
                span=read.span,
                subject=subject,
                name=read.name,
                suggestion=self._suggestion(read.name, found),
                related=self._elsewhere(read.name, step),
            )
        )

    def _missing(self, step: Step, read: Read, found: int) -> Diagnostic:
        """What to say of a read that nothing can have prepared."""
        bit = self.artifacts.bits.get(read.name, 0)
        if step.inputs is not None and self.artifacts.inputs[step.name] & bit:
            return self._missing_in_join(step, step.inputs, read, bit)
        join = self._lost_at(read.name).get(step.name)
        if join is not None:
            return LostInJoin(
                span=read.span,
                step=step.name,
                name=read.name,
                join=join,
                inputs=self.flow.by_name[join].inputs or "inputs",
                related=(Related(self.flow.by_name[join].span, "the join"),),
            )
        return NeverWritten(
            span=read.span,
            step=step.name,
            name=read.name,
            suggestion=self._suggestion(read.name, found),
            related=self._elsewhere(read.name, step),
        )

    def _missing_in_join(self, step: Step, inputs: str, read: Read, bit: int) -> Diagnostic:
        if self.branches.conflicts(step) & bit:
            return DifferentInBranches(
                span=read.span, step=step.name, name=read.name, inputs=inputs
            )
        joined = self.flow.predecessors[step.name]
        branch = next(name for name in joined if self.artifacts.after.get(name, 0) & bit)
        return NotInJoin(
            span=read.span, step=step.name, name=read.name, inputs=inputs, branch=branch
        )

    def _is_unseen(self, found: int, step: Step) -> bool:
        """Whether code out of sight may have set what a step has not been seen to get."""
        return bool(found & UNSEEN or step.artifacts.opaque or step.opaque or self.flow.opaque)

    def _doubt(self, span: Span, step: Step, name: str, found: int) -> None:
        """Warns of a name, once in a flow: where it is first needed says enough."""
        if name not in self._doubted:
            self._doubted.add(name)
            suggestion = self._suggestion(name, found)
            self.report.add(
                PerhapsNeverWritten(span=span, step=step.name, name=name, suggestion=suggestion)
            )

    def _suggestion(self, name: str, found: int) -> str:
        known = [*self.artifacts.names_of(found), *sorted(self._attributes)]
        return did_you_mean(name, known) if len(known) <= _MOST_SUGGESTIONS else ""

    def _elsewhere(self, name: str, step: Step) -> tuple[Related, ...]:
        """Where the name is set, too late or on another way."""
        for other, span in self._writes.get(name, ()):
            if other != step.name:
                return (Related(span, f"`{other}` sets it, but does not come before"),)
        return ()

    def _lost_at(self, name: str) -> dict[str, str]:
        if name not in self._lost:
            self._lost[name] = self.artifacts.lost_at(name)
        return self._lost[name]

    @cached_property
    def _attributes(self) -> frozenset[str]:
        """What every step can read, but for the steps themselves."""
        return self.artifacts.readable - self.flow.by_name.keys()

    @cached_property
    def _read_only(self) -> dict[str, str]:
        """What no step can set. Metaflow leaves names with an underscore alone."""
        return {
            **{name: "a constant" for name in self.flow.constants if not name.startswith("_")},
            **{file.attribute: "an included file" for file in self.flow.files},
            **{config.attribute: "a config" for config in self.flow.configs},
            **{parameter.attribute: "a parameter" for parameter in self.flow.parameters},
        }

    @cached_property
    def _writes(self) -> dict[str, list[tuple[str, Span]]]:
        found: dict[str, list[tuple[str, Span]]] = {}
        for step in self.flow.steps:
            for write in step.artifacts.writes:
                found.setdefault(write.name, []).append((step.name, write.span))
        return found
