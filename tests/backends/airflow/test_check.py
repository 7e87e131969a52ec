"""The checks as a whole; what each of them looks at has a file of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compiler.backends.airflow.check import check
from compiler.diagnostics.catalogue.decorators import MissingArgument
from compiler.diagnostics.report import Report
from compiler.ir.compute import Batch, Kubernetes
from compiler.ir.step import Retry
from compiler.ir.trigger import (
    Event,
    EventTrigger,
    ExitHook,
    ExternalTaskSensor,
    FinishTrigger,
    UpstreamFlow,
)
from compiler.settings import Settings
from tests.backends.airflow.checks import SETTINGS, codes, places
from tests.backends.flows import LINE, SPAN, Graph, make_flow
from tests.backends.graphs import GRAPHS
from tests.ir.flows import at

LOOPS = replace(SETTINGS, airflow=replace(SETTINGS.airflow, max_loop=3))


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_every_shape_passes_where_loops_have_a_bound(graph: Graph) -> None:
    assert codes(make_flow(graph), LOOPS) == []


def test_a_flow_needs_no_settings() -> None:
    assert codes(make_flow(LINE), Settings()) == []


def test_what_other_targets_lack_is_here() -> None:
    """Several events, waits between the attempts of a gang, hooks."""
    event = Event(name="rows", span=SPAN)
    flow = make_flow(
        {"start": ("gang", "a"), "a": ("linear", "join"), "join": ("end",)},
        {"a": {"retry": Retry(times=3, wait_seconds=60, span=SPAN)}},
        end="join",
        triggers=(
            EventTrigger(events=(event, replace(event, name="columns")), span=SPAN),
            FinishTrigger(flows=(UpstreamFlow(flow="Other", span=SPAN),), span=SPAN),
        ),
        exit_hooks=(ExitHook(on_error=("tell",), span=SPAN),),
        sensors=(ExternalTaskSensor(external_dag_id="other", span=SPAN),),
    )
    assert codes(flow) == []


def test_all_that_is_wrong_is_told_at_once_and_in_the_order_of_the_source() -> None:
    flow = make_flow(
        {"start": ("linear", "a"), "a": ("switch", "a", "end"), "end": ("end",)},
        {
            "a": {"compute": Kubernetes(service_account="A", span=at(2))},
            "end": {"compute": Batch(span=at(3))},
        },
        sensors=(ExternalTaskSensor(name="a", external_dag_id="other", span=at(4)),),
    )
    settings = replace(SETTINGS, queue=None, datastore="here")
    assert places(flow, settings) == [
        ("FC708", flow.span),
        ("FC750", SPAN),
        ("FC704", at(2)),
        ("FC755", at(3)),
        ("FC754", at(4)),
    ]


def test_what_a_mistake_left_out_is_not_missed() -> None:
    """A parameter that was not read is none that an event could not set."""
    event = Event(name="rows", parameters={"alpha": "a"}, span=SPAN)
    flow = make_flow(LINE, triggers=(EventTrigger(events=(event,), span=SPAN),))
    assert codes(flow) == ["FC712"]
    report = Report()
    report.add(MissingArgument(span=SPAN, decorator="x", argument="y", example="y=1"))
    check(flow, SETTINGS, report)
    assert [found.code for found in report.diagnostics] == ["FC209"]
