from __future__ import annotations

from typing import Any

import pytest

from compiler.backends.argo import BACKEND
from compiler.backends.argo.check_settings import setting_problems
from compiler.backends.backend import Program
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.ir.compute import Batch, Kubernetes, Resources, Tmpfs, Toleration
from compiler.ir.parameter import Parameter, StaticDefault
from compiler.ir.trigger import (
    Cron,
    Event,
    EventTrigger,
    ExitHook,
    FinishTrigger,
    Project,
    Schedule,
    UpstreamFlow,
)
from compiler.settings import ArgoSettings, DefaultResources, Settings
from tests.backends.argo.documents import SETTINGS, problems
from tests.backends.flows import LINE, SPAN, at, make_flow, regions

EVENTS = Settings(argo=ArgoSettings(event_source="web", event_name="flows"))


def kubernetes(**fields: Any) -> list[str]:
    return problems(make_flow(LINE, {"end": {"compute": Kubernetes(span=SPAN, **fields)}}))


def batch(**fields: Any) -> list[str]:
    return problems(make_flow(LINE, {"end": {"compute": Batch(span=SPAN, **fields)}}))


def cron(**fields: Any) -> Cron:
    any_time: dict[str, Any] = dict.fromkeys(
        ("minute", "hour", "day_of_month", "month", "day_of_week"), "*"
    )
    return Cron(**{**any_time, **fields})


def test_a_plain_flow_has_no_problems() -> None:
    assert problems(make_flow(LINE)) == []
    assert kubernetes(namespace="ml", secrets=("db",), annotations={"a": "b"}) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"queue": "q"},
        {"iam_role": "r"},
        {"execution_role": "r"},
        {"max_swap_bytes": 1},
        {"swappiness": 0},
        {"efs_volumes": {"fs-1": "/mnt"}},
        {"log_driver": "awslogs"},
        {"log_options": ("a:b",)},
        {"tags": {"a": "b"}},
    ],
)
def test_batch_arguments_without_a_counterpart_are_refused(fields: dict[str, Any]) -> None:
    assert batch(**fields) == ["FC700", "FC701"]


def test_other_batch_arguments_only_warn() -> None:
    fields = {"inferentia": 1, "efa": 1, "host_volumes": ("/a", "/b:/c"), "privileged": True}
    assert batch(**fields, ephemeral_storage_bytes=1, tmpfs=Tmpfs(), image="i") == ["FC701"]


def test_a_refusal_stands_at_its_argument() -> None:
    where = Span("flow.py", 7, 5, 7, 9)
    flow = make_flow(
        LINE, {"end": {"compute": Batch(queue="q", spans={"queue": where}, span=SPAN)}}
    )
    report = Report()
    BACKEND.check(flow, SETTINGS, report)
    (refusal,) = report.errors
    assert refusal.span == where
    assert "`queue` of `@batch`" in refusal.message


@pytest.mark.parametrize(
    "fields",
    [
        {"image": "{{x}}"},
        {"executable": "a{{"},
        {"annotations": {"a": "{{workflow.name}}"}},
        {"tmpfs": Tmpfs(path="/{{x}}")},
        {"persistent_volume_claims": {"a": "/{{"}},
    ],
)
def test_template_syntax_is_refused_where_it_cannot_be_escaped(fields: dict[str, Any]) -> None:
    assert kubernetes(**fields) == ["FC702"]


def test_one_workflow_has_one_namespace() -> None:
    steps = {
        "start": {"compute": Kubernetes(namespace="a", span=SPAN)},
        "end": {"compute": Kubernetes(namespace="b", span=SPAN)},
    }
    assert problems(make_flow(LINE, steps)) == ["FC703"]
    assert problems(make_flow(LINE, steps), Settings(namespace="c")) == ["FC703", "FC703"]


@pytest.mark.parametrize(
    "fields",
    [
        {"service_account": "A"},
        {"secrets": ("a_b",)},
        {"image_pull_secrets": ("a/b",)},
        {"persistent_volume_claims": {"A": "/a"}},
        {"namespace": "a.b"},
        {"extended_resources": {"gpu": "1"}},
    ],
)
def test_names_that_kubernetes_refuses(fields: dict[str, Any]) -> None:
    assert kubernetes(**fields) == ["FC704"]


def test_a_compute_pool_is_a_label() -> None:
    assert kubernetes(compute_pool="a b") == ["FC705"]


def test_variables() -> None:
    def found(**environment: str) -> list[str]:
        return problems(make_flow(LINE, {"end": {"environment": environment}}))

    assert found(A="{{x}} $(B)") == []
    assert found(FLOWC_RUN="x") == ["FC706"]
    assert found(**{"A=B": "x"}) == ["FC704"]
    assert found(A="\0") == ["FC704"]


def test_mounts() -> None:
    assert kubernetes(persistent_volume_claims={"a": "b"}) == ["FC707"]
    assert kubernetes(persistent_volume_claims={"a": "/x", "b": "/x/"}) == ["FC707"]
    assert kubernetes(tmpfs=Tmpfs(path="/x"), persistent_volume_claims={"a": "/x"}) == ["FC707"]
    shared = Resources(shared_memory_bytes=1)
    compute = Kubernetes(tmpfs=Tmpfs(path="/dev/shm"), span=SPAN)
    flow = make_flow(LINE, {"end": {"resources": shared, "compute": compute}})
    assert problems(flow) == ["FC707"]


@pytest.mark.parametrize(
    "settings",
    [
        Settings(argo=ArgoSettings(name="A")),
        Settings(argo=ArgoSettings(name="a" * 53)),
        Settings(namespace="a.b"),
        Settings(service_account="A"),
        Settings(image_pull_secrets=("A",)),
        Settings(image="{{x}}"),
        Settings(image="a b"),
        Settings(runtime_image="a\n"),
        Settings(environment_image="a b:{environment}"),
        Settings(resources=DefaultResources(memory="4 Foo")),
        Settings(labels={"a": "b c"}),
        Settings(node_selector={"a b": "c"}),
        Settings(annotations={"a": "{{x}}"}),
        Settings(annotations={"a b": "x"}),
        Settings(labels={"workflows.argoproj.io/workflow": "x"}),
        Settings(annotations={"flowc/package": "x"}),
        Settings(tolerations=(Toleration(key="{{x}}", operator="Exists"),)),
        Settings(tolerations=(Toleration(value="x"),)),
        Settings(tolerations=(Toleration(key="a", value="x y"),)),
        Settings(tolerations=(Toleration(key="a", operator="exists"),)),
        Settings(tolerations=(Toleration(key="a", effect="NoRun"),)),
        Settings(tolerations=(Toleration(key="a", toleration_seconds=5),)),
        Settings(gpu_tolerations={"nvidia": (Toleration(operator="Exists", value="x"),)}),
        Settings(argo=ArgoSettings(event_name="{{x}}")),
        Settings(datastore="s3://a\0"),
        Settings(datastore="s3:/bucket"),
        Settings(datastore="runs"),
        Settings(datastore="~/runs"),
        Settings(datastore="/run\0s"),
    ],
)
def test_settings_that_cannot_be_honoured(settings: Settings) -> None:
    assert problems(make_flow(LINE), settings) == ["FC708"]


@pytest.mark.parametrize("root", ["s3://ann:SECRET@bucket/x", "s3://bucket/x?key=SECRET"])
def test_credentials_in_the_datastore_are_told_nobody(root: str) -> None:
    ((setting, value, problem),) = setting_problems(Settings(datastore=root))
    assert (setting, value) == ("datastore", "s3:...")
    assert "leave credentials to the environment" in problem
    assert "SECRET" not in problem


@pytest.mark.parametrize(
    "fields", [{"year": "2027"}, {"day_of_month": "L"}, {"day_of_week": "1#2"}]
)
def test_schedules_beyond_standard_cron(fields: dict[str, str]) -> None:
    flow = make_flow(LINE, schedule=Schedule(cron=cron(**fields), span=SPAN))
    assert problems(flow) == ["FC709"]


def trigger(*events: Event) -> EventTrigger:
    return EventTrigger(events=events, span=SPAN)


def test_a_trigger_needs_an_event_source() -> None:
    flow = make_flow(LINE, triggers=(trigger(Event(name="e", span=SPAN)),))
    assert problems(flow) == ["FC710"]
    assert problems(flow, EVENTS) == []


def test_events_with_odd_names_or_fields() -> None:
    parameters = (Parameter(name="x", attribute="x", span=SPAN),)

    def found(event: Event) -> list[str]:
        return problems(make_flow(LINE, triggers=(trigger(event),), parameters=parameters), EVENTS)

    assert found(Event(name="a'b", span=SPAN)) == ["FC711"]
    assert found(Event(name="e", parameters={"x": "a.b"}, span=SPAN)) == ["FC711"]
    assert found(Event(name="e", parameters={"y": "a"}, span=SPAN)) == ["FC712"]
    assert found(Event(name="e", parameters={"X": "a"}, span=SPAN)) == []


def test_a_parameter_is_set_by_one_event() -> None:
    parameters = (Parameter(name="x", attribute="x", span=SPAN),)
    events = (
        Event(name="a", parameters={"x": "v"}, span=at(3)),
        Event(name="b", parameters={"x": "v"}, span=at(4)),
    )
    flow = make_flow(LINE, triggers=(trigger(*events),), parameters=parameters)
    assert problems(flow, EVENTS) == ["FC712"]


def test_an_upstream_flow_has_a_project_and_a_branch_or_neither() -> None:
    def found(upstream: UpstreamFlow, project: Project | None = None) -> list[str]:
        flow = make_flow(
            LINE, triggers=(FinishTrigger(flows=(upstream,), span=SPAN),), project=project
        )
        return problems(flow, EVENTS)

    half = UpstreamFlow(flow="Up", project="p", span=SPAN)
    assert found(half) == ["FC713"]
    assert found(half, Project(name="p", production=True, span=SPAN)) == []
    assert found(UpstreamFlow(flow="Up", span=SPAN)) == []


def test_a_gang_fits_the_parallelism() -> None:
    graph = {
        "start": ("gang", "a"),
        "a": ("linear", "join"),
        "join": ("linear", "end"),
        "end": ("end",),
    }
    assert problems(make_flow(graph), Settings(argo=ArgoSettings(parallelism=1))) == ["FC714"]
    assert problems(make_flow(graph), Settings(argo=ArgoSettings(parallelism=2))) == []


def test_flows_that_start_by_themselves_need_no_input() -> None:
    required = Parameter(name="x", attribute="x", required=True, span=SPAN)
    schedule = Schedule(cron=cron(), span=SPAN)
    assert problems(make_flow(LINE, parameters=(required,), schedule=schedule)) == ["FC715"]
    given = trigger(Event(name="e", parameters={"x": "a"}, span=SPAN))
    assert problems(make_flow(LINE, parameters=(required,), triggers=(given,)), EVENTS) == []
    default = Parameter(
        name="x", attribute="x", default=StaticDefault(value="a"), required=True, span=SPAN
    )
    assert problems(make_flow(LINE, parameters=(default,), schedule=schedule)) == []


def test_a_hooks_image_is_no_template() -> None:
    hook = ExitHook(on_success=("f",), image="{{x}}", span=SPAN)
    assert problems(make_flow(LINE, exit_hooks=(hook,))) == ["FC702"]


@pytest.mark.parametrize(
    ("size", "codes"), [(250, []), (270, ["FC716"]), (520, ["FC716"]), (530, ["FC717"])]
)
def test_large_documents_are_reported(size: int, codes: list[str]) -> None:
    assert lowering_codes("x" * 1000 * size) == codes


def test_documents_that_kubernetes_cannot_store_are_errors() -> None:
    assert lowering_codes("x" * 1_600_000) == ["FC718"]


def lowering_codes(doc: str) -> list[str]:
    flow, report = make_flow(LINE, doc=doc), Report()
    BACKEND.lower(Program(flow, regions(flow)), SETTINGS, report)
    return [found.code for found in report.diagnostics]
