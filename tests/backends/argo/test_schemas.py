"""What is emitted holds against the schemas and rules of Kubernetes and Argo."""

from __future__ import annotations

import pytest

from compiler.backends.argo import BACKEND
from compiler.backends.backend import Program
from compiler.diagnostics.report import Report
from compiler.ir.compute import Kubernetes, Resources, Tmpfs, Toleration
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter, StaticDefault
from compiler.ir.step import Catch, Retry, Timeout
from compiler.ir.trigger import Cron, Event, EventTrigger, ExitHook, Project, Schedule
from compiler.settings import ArgoSettings, Settings
from tests.backends.flows import SPAN, make_flow, regions
from tests.backends.graphs import GRAPHS
from tests.backends.random_flows import random_graph
from tests.schemas.validate import validate_documents

SETTINGS = Settings(
    namespace="ml",
    service_account="runner",
    argo=ArgoSettings(event_source="web", event_name="flows", event_url="http://events/x"),
)


def validate(flow: Flow) -> None:
    bundle = BACKEND.lower(Program(flow, regions(flow)), SETTINGS, Report())
    for content in bundle.documents.values():
        assert validate_documents(content) == []


@pytest.mark.parametrize("name", GRAPHS)
def test_every_construct(name: str) -> None:
    validate(make_flow(GRAPHS[name]))


@pytest.mark.parametrize("shape", range(10))
def test_constructs_together(shape: int) -> None:
    validate(make_flow(random_graph(shape)))


def test_everything_a_step_and_a_flow_can_ask_for() -> None:
    compute = Kubernetes(
        tmpfs=Tmpfs(),
        labels={"team": "x"},
        annotations={"a/b": "c d"},
        persistent_volume_claims={"models": "/m"},
        service_account="sa",
        secrets=("db",),
        port=80,
        tolerations=(Toleration(key="k", operator="Exists"),),
        span=SPAN,
    )
    step = {
        "compute": compute,
        "retry": Retry(span=SPAN),
        "catch": Catch(span=SPAN),
        "timeout": Timeout(seconds=60, span=SPAN),
        "environment": {"X": "a{{{b $(Y) $", "Y": "é\n"},
        "resources": Resources(gpu=1, shared_memory_bytes=2**30),
    }
    events = (Event(name="data.ready", parameters={"alpha": "a"}, span=SPAN),)
    cron = Cron(minute="0", hour="6", day_of_month="*", month="*", day_of_week="1-5")
    flow = make_flow(
        GRAPHS["foreach"],
        {"a": step},
        parameters=(
            Parameter(
                name="alpha",
                attribute="alpha",
                default=StaticDefault(value=0.1),
                help="The {{rate}}",
                span=SPAN,
            ),
        ),
        schedule=Schedule(cron=cron, span=SPAN),
        triggers=(EventTrigger(events=events, span=SPAN),),
        exit_hooks=(ExitHook(on_success=("ok",), on_error=("bad_one",), span=SPAN),),
        project=Project(name="shop", branch="x_1", span=SPAN),
        doc="Trains.\n\n{{More}}.",
    )
    validate(flow)
