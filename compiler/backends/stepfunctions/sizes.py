"""Limits that only the finished documents tell."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.stepfunctions.documents import Documents, compact
from compiler.backends.stepfunctions.history import executions, loops
from compiler.backends.stepfunctions.limits import (
    ARN_BYTES,
    MAX_DEFINITION_BYTES,
    MAX_HISTORY_EVENTS,
    MAX_JOB_DEFINITION_BYTES,
)
from compiler.backends.stepfunctions.placeholders import used
from compiler.diagnostics.catalogue.stepfunctions import (
    HistoryTooLong,
    JobDefinitionTooLarge,
    LoopTooLong,
    MachineTooLarge,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.flow import Flow
from compiler.ir.region import Sequence
from compiler.ir.regions.queries import tasks

_FEW_TURNS = 500


def size_problems(documents: Documents, flow: Flow, region: Sequence) -> Iterator[Diagnostic]:
    """What is too large, or will be too long."""
    machine = documents.machine
    arns = sum(ARN_BYTES - len(f"${{{name}}}") for name in used(machine))
    size = len(compact(machine).encode(errors="replace")) + arns
    if size > MAX_DEFINITION_BYTES:
        yield MachineTooLarge(span=flow.span, size=f"{size:,}")
    for definition in documents.jobs.values():
        size = len(compact(definition).encode(errors="replace"))
        if size > MAX_JOB_DEFINITION_BYTES:
            name = str(definition["jobDefinitionName"])
            yield JobDefinitionTooLarge(span=flow.span, name=name, size=f"{size:,}")
    yield from _history(flow, region)


def _history(flow: Flow, region: Sequence) -> Iterator[Diagnostic]:
    for execution, events in executions(region):
        if events > MAX_HISTORY_EVENTS:
            first = flow.by_name[next(tasks(execution))]
            yield HistoryTooLong(span=first.span, events=f"{events:,}")
    for loop, events in loops(region):
        turns = MAX_HISTORY_EVENTS // events
        if turns < _FEW_TURNS:
            span = flow.by_name[loop.label].span
            yield LoopTooLong(span=span, turns=f"{turns:,}", events=events)
