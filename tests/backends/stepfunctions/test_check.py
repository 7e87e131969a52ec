from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compiler.backends.stepfunctions import BACKEND
from compiler.backends.stepfunctions.check_settings import setting_problems
from compiler.diagnostics.report import Report
from compiler.ir.compute import Batch, Kubernetes, Resources, Tmpfs
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.step import Retry
from compiler.ir.trigger import (
    Cron,
    Event,
    EventTrigger,
    ExitHook,
    FinishTrigger,
    ResetAt,
    Schedule,
    UpstreamFlow,
)
from compiler.settings import (
    BatchSettings,
    DefaultResources,
    Settings,
    StepFunctionsSettings,
)
from tests.backends.flows import LINE, SPAN, Graph, make_flow
from tests.backends.stepfunctions.documents import SETTINGS

FARGATE = replace(SETTINGS, batch=BatchSettings(platform="fargate"))
ARRAY = replace(SETTINGS, stepfunctions=StepFunctionsSettings(foreach="array"))
FAN: Graph = {
    "start": ("foreach", "a"),
    "a": ("linear", "join"),
    "join": ("linear", "end"),
    "end": ("end",),
}
GANG = {**FAN, "start": ("gang", "a")}
ON_EKS = {name: {"compute": Kubernetes(span=SPAN)} for name in LINE}


def problems(flow: Flow, settings: Settings = SETTINGS) -> list[str]:
    report = Report()
    BACKEND.check(flow, settings, report)
    return [problem.code for problem in report.diagnostics]


def batch(settings: Settings = SETTINGS, **fields: Any) -> list[str]:
    return problems(make_flow(LINE, {"end": {"compute": Batch(span=SPAN, **fields)}}), settings)


def cron(**fields: Any) -> Cron:
    any_time: dict[str, Any] = dict.fromkeys(
        ("minute", "hour", "day_of_month", "month", "day_of_week"), "*"
    )
    return Cron(**{**any_time, **fields})


def test_plain_flows_have_no_problems() -> None:
    assert problems(make_flow(LINE)) == problems(make_flow(LINE), FARGATE) == []
    assert problems(make_flow(FAN)) == problems(make_flow(GANG)) == []
    assert problems(make_flow(LINE, ON_EKS)) == []


ONLY_ON_EC2 = [
    {"tmpfs": Tmpfs()},
    {"privileged": True},
    {"inferentia": 1},
    {"trainium": 1},
    {"efa": 1},
    {"host_volumes": ("/a",)},
    {"max_swap_bytes": 0},
]


@pytest.mark.parametrize("fields", ONLY_ON_EC2)
def test_what_fargate_lacks_is_refused(fields: dict[str, Any]) -> None:
    assert batch(**fields) == []
    assert batch(FARGATE, **fields) == ["FC700"]


def test_sizes_that_fargate_lacks_are_refused_whoever_asks() -> None:
    for asked in (Resources(gpu=1), Resources(shared_memory_bytes=1)):
        flow = make_flow(LINE, {"end": {"resources": asked}})
        assert problems(flow) == []
        assert problems(flow, FARGATE) == ["FC700"]
        both = make_flow(LINE, {"end": {"resources": asked, "compute": Batch(span=SPAN)}})
        assert problems(both, FARGATE) == ["FC700"]
    assert batch(FARGATE, efa=0, trainium=0) == []
    assert problems(make_flow(LINE, {"end": {"resources": Resources(gpu=0)}}), FARGATE) == []


def test_a_disk_is_fargates_to_give() -> None:
    disk = Resources(disk_bytes=30 * 2**30)
    assert problems(make_flow(LINE, {"end": {"resources": disk}})) == ["FC721"]
    assert problems(make_flow(LINE, {"end": {"resources": disk}}), FARGATE) == []
    assert batch(ephemeral_storage_bytes=30 * 2**30) == ["FC721"]
    assert batch(FARGATE, ephemeral_storage_bytes=30 * 2**30) == []


def test_steps_on_eks_are_checked_as_pods() -> None:
    flow = make_flow(LINE, {"end": {"compute": Kubernetes(service_account="A", span=SPAN)}})
    assert problems(flow) == ["FC704"]
    assert problems(flow, FARGATE) == ["FC704"]
    disk = Resources(disk_bytes=30 * 2**30)
    of_pod = {"end": {"resources": disk, "compute": Kubernetes(span=SPAN)}}
    assert problems(make_flow(LINE, of_pod)) == []


def retry(times: int, wait: int) -> dict[str, Any]:
    return {"retry": Retry(times=times, wait_seconds=wait, span=SPAN)}


def test_batch_tries_gangs_and_arrays_again_at_once() -> None:
    for graph, settings in ((GANG, SETTINGS), (FAN, ARRAY)):
        assert problems(make_flow(graph, {"a": retry(1, 60)}), settings) == ["FC734"]
        assert problems(make_flow(graph, {"a": retry(1, 0)}), settings) == []
        assert problems(make_flow(graph, {"a": retry(0, 60)}), settings) == []
    assert problems(make_flow(FAN, {"a": retry(4, 60)})) == []


def test_schedules() -> None:
    def found(**fields: str) -> list[str]:
        return problems(make_flow(LINE, schedule=Schedule(cron=cron(**fields), span=SPAN)))

    assert found(day_of_month="L", year="2027") == []
    assert found(day_of_month="1", day_of_week="1") == ["FC733"]
    required = (Parameter(name="x", attribute="x", required=True, span=SPAN),)
    flow = make_flow(LINE, schedule=Schedule(cron=cron(), span=SPAN), parameters=required)
    assert problems(flow) == ["FC715"]


def test_a_run_waits_for_one_event() -> None:
    def found(*events: str) -> list[str]:
        named = tuple(Event(name=name, span=SPAN) for name in events)
        return problems(make_flow(LINE, triggers=(EventTrigger(events=named, span=SPAN),)))

    assert found("a") == []
    assert found("a", "b") == ["FC732"]
    flows = (UpstreamFlow(flow="A", span=SPAN), UpstreamFlow(flow="B", span=SPAN))
    flow = make_flow(LINE, triggers=(FinishTrigger(flows=flows, span=SPAN),))
    assert problems(flow) == ["FC732"]


def test_there_are_no_events_to_forget() -> None:
    event, reset = Event(name="a", span=SPAN), ResetAt(cron=cron())
    flow = make_flow(LINE, triggers=(EventTrigger(events=(event,), reset_at=reset, span=SPAN),))
    assert problems(flow) == ["FC721"]


def test_events_set_parameters_of_the_flow() -> None:
    event = Event(name="a", parameters={"x": "y"}, span=SPAN)
    flow = make_flow(LINE, triggers=(EventTrigger(events=(event,), span=SPAN),))
    assert problems(flow) == ["FC712"]


def machine(**fields: Any) -> StepFunctionsSettings:
    return StepFunctionsSettings(**fields)


ARN = "arn:aws:iam::123456789012:role/x"


@pytest.mark.parametrize(
    ("setting", "wrong", "right"),
    [
        ("datastore", {"datastore": "gs://b/p"}, {"datastore": "s3://b/p"}),
        ("datastore", {"datastore": "/shared"}, {"datastore": "s3://b"}),
        ("queue", {"queue": "a b"}, {"queue": "a-b"}),
        ("resources", {"resources": DefaultResources(cpu="many")}, {}),
        (
            "batch.job-role",
            {"batch": BatchSettings(job_role="x")},
            {"batch": BatchSettings(job_role=ARN)},
        ),
        (
            "batch.execution-role",
            {"batch": BatchSettings(execution_role="x")},
            {"batch": BatchSettings(execution_role=ARN)},
        ),
        *(
            (
                f"stepfunctions.{name.replace('_', '-')}",
                {"stepfunctions": machine(**{name: wrong})},
                {"stepfunctions": machine(**{name: right})},
            )
            for name, wrong, right in (
                ("name", "a" * 81, "a" * 80),
                ("name", "a.b", "a_b-C"),
                ("role", "x", ARN),
                ("scheduler_role", "x", ARN),
                ("events_role", "x", ARN),
                ("event_bus", "a b", "aws.partner/x"),
                ("eks_cluster", "a.b", "a-b"),
            )
        ),
    ],
)
def test_settings(setting: str, wrong: dict[str, Any], right: dict[str, Any]) -> None:
    flow = make_flow(LINE)
    found = list(setting_problems(flow, replace(SETTINGS, **wrong)))
    assert [name for name, _, _ in found] == [setting]
    assert list(setting_problems(flow, replace(SETTINGS, **right))) == []
    assert problems(flow, replace(SETTINGS, **wrong)) == ["FC708"]


def test_only_pods_can_have_the_runtime_copied_in() -> None:
    settings = replace(SETTINGS, runtime="injected", runtime_image="r:1")
    assert problems(make_flow(LINE), settings) == ["FC708"]
    assert problems(make_flow(LINE, ON_EKS), settings) == []
    hook = ExitHook(on_error=("tell",), span=SPAN)
    assert problems(make_flow(LINE, ON_EKS, exit_hooks=(hook,)), settings) == ["FC708"]


def test_settings_of_pods_matter_where_there_are_some() -> None:
    settings = replace(SETTINGS, labels={"a b": "c"}, namespace="A")
    assert problems(make_flow(LINE), settings) == []
    found = [name for name, _, _ in setting_problems(make_flow(LINE, ON_EKS), settings)]
    assert found == ["namespace", "labels"]
