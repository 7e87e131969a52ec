"""What a DAG cannot be: loops without an end that is known, and gangs that would never meet."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.airflow.limits import DEFAULT_ACTIVE_TASKS
from compiler.diagnostics.catalogue.airflow import (
    GangAboveDefault,
    GangAboveLimit,
    GangOfJobs,
    LoopWithoutBound,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.compute import Batch
from compiler.ir.flow import Flow
from compiler.ir.graph import components, known_edges, transition_span
from compiler.ir.step import Step
from compiler.ir.transition import Gang
from compiler.settings import Settings


def graph_problems(flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    """Loops first, then gangs, each in the order of the source."""
    if settings.airflow.max_loop is None:
        yield from _loops(flow)
    for step in flow.steps:
        yield from _gang(step, flow, settings)


def _loops(flow: Flow) -> Iterator[Diagnostic]:
    edges = known_edges(flow)
    order = {step.name: number for number, step in enumerate(flow.steps)}
    back = [
        max(jumps)
        for component in components(edges)
        if (jumps := _jumps_back(component, edges, order))
    ]
    for _, source, target in sorted(back, key=lambda jump: order[jump[1]]):
        yield LoopWithoutBound(span=transition_span(flow.by_name[source]), target=target)


def _jumps_back(
    component: list[str], edges: dict[str, tuple[str, ...]], order: dict[str, int]
) -> list[tuple[int, str, str]]:
    """How far each edge of a loop goes back in the source, from where, and where to."""
    inside = set(component)
    return [
        (order[source] - order[target], source, target)
        for source in component
        for target in edges[source]
        if target in inside and order[target] <= order[source]
    ]


def _gang(step: Step, flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    gang = step.transition
    if not isinstance(gang, Gang):
        return
    member = flow.by_name.get(gang.target)
    if member is not None and isinstance(member.compute, Batch):
        yield GangOfJobs(span=member.compute.span, step=member.name)
    if isinstance(gang.size, int):
        yield from _size(gang, gang.size, settings)


def _size(gang: Gang, size: int, settings: Settings) -> Iterator[Diagnostic]:
    airflow = settings.airflow
    limits = [("max-map-length", airflow.max_map_length)]
    if airflow.max_active_tasks is not None and not airflow.deferrable:
        limits.append(("max-active-tasks", airflow.max_active_tasks))
    for setting, limit in limits:
        if size > limit:
            yield GangAboveLimit(span=gang.span, size=size, setting=setting, limit=limit)
    told = airflow.deferrable or airflow.max_active_tasks is not None
    if size > DEFAULT_ACTIVE_TASKS and not told:
        yield GangAboveDefault(span=gang.span, size=size)
