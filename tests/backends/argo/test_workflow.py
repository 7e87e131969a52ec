from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from compiler.backends.argo.capabilities import CAPABILITIES
from compiler.backends.capabilities import Honoured, Refused
from compiler.compute.deadline import TIMEOUT_GRACE_SECONDS
from compiler.ir.compute import Batch, Kubernetes, Resources
from compiler.ir.parameter import IncludedFile, Parameter, RuntimeDefault, StaticDefault
from compiler.ir.step import Catch, Retry, Timeout
from compiler.ir.trigger import (
    Cron,
    Event,
    EventTrigger,
    ExitHook,
    FinishTrigger,
    Project,
    ResetAt,
    Schedule,
    UpstreamFlow,
)
from compiler.settings import ArgoSettings, Settings
from runtime_shim import contract
from tests.backends.argo.documents import documents
from tests.backends.flows import LINE, SPAN, make_flow

EVENTS = Settings(argo=ArgoSettings(event_source="web", event_name="flows"))
DAILY = Cron(minute="0", hour="6", day_of_month="*", month="*", day_of_week="*")
BRANCH = {
    "start": ("branch", "a", "b"),
    "a": ("linear", "join"),
    "b": ("linear", "join"),
    "join": ("linear", "end"),
    "end": ("end",),
}


def templates(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {template["name"]: template for template in document["spec"]["templates"]}


def pod_of(document: dict[str, Any], step: str) -> dict[str, Any]:
    found = templates(document)
    (task,) = [task for task in found["main"]["dag"]["tasks"] if task["name"] == step]
    return found[task["template"]]


def env_of(template: dict[str, Any]) -> dict[str, Any]:
    env = {v["name"]: v.get("value", v.get("valueFrom")) for v in template["container"]["env"]}
    assert len(env) == len(template["container"]["env"])
    return env


def parameter(name: str, **fields: Any) -> Parameter:
    return Parameter(name=name, attribute="x", span=SPAN, **fields)


def test_like_steps_share_a_template_named_after_the_first() -> None:
    (document,) = documents(make_flow(BRANCH, {"b": {"resources": Resources(gpu=1)}}))
    assert list(templates(document)) == ["main", "start-pod", "b-pod"]
    assert pod_of(document, "a") == pod_of(document, "join")
    assert pod_of(document, "b") != pod_of(document, "a")


def test_pods_are_alike_if_their_templates_would_be() -> None:
    labels = {"x": "1", "y": "2"}
    swapped = Kubernetes(labels=dict(reversed(labels.items())), span=SPAN)
    steps: dict[str, dict[str, Any]] = {
        "a": {"compute": Kubernetes(labels=labels, span=SPAN)},
        "b": {"compute": swapped},
        "join": {"retry": Retry(times=0, wait_seconds=5, span=SPAN)},
    }
    (document,) = documents(make_flow(BRANCH, steps))
    assert list(templates(document)) == ["main", "start-pod", "a-pod"]


def test_the_first_and_the_last_pod_differ_where_they_have_more_to_do() -> None:
    flow = make_flow(BRANCH, parameters=(parameter("alpha", default=StaticDefault(value=1)),))
    settings = Settings(argo=ArgoSettings(event_url="http://events/x"))
    (document,) = documents(flow, settings)
    assert list(templates(document)) == ["main", "start-pod", "a-pod", "end-pod"]


def test_every_pod_states_its_command_and_the_shims_arguments() -> None:
    (document,) = documents(make_flow(LINE))
    container = pod_of(document, "end")["container"]
    assert container["command"] == ["python"]
    assert container["args"] == [
        *contract.INSTALLED_LAUNCH,
        *contract.step_arguments("{{inputs.parameters.step}}", "{{inputs.parameters.path}}", "0"),
    ]
    env = env_of(pod_of(document, "end"))
    assert env["FLOWC_FLOW"] == "flow.py:TestFlow"
    assert env["FLOWC_RUN"] == "argo-{{workflow.name}}"
    assert env["FLOWC_DATASTORE"] == "s3://flowc"


def test_retries_count_the_attempts() -> None:
    steps: dict[str, dict[str, Any]] = {
        "start": {"retry": Retry(times=2, wait_seconds=30, span=SPAN)},
        "end": {"catch": Catch(span=SPAN), "retry": Retry(times=1, wait_seconds=0, span=SPAN)},
    }
    (document,) = documents(make_flow(LINE, steps))
    start, end = pod_of(document, "start"), pod_of(document, "end")
    assert start["retryStrategy"] == {
        "limit": 2,
        "retryPolicy": "Always",
        "backoff": {"duration": "30", "factor": 1},
    }
    assert start["container"]["args"][-2:] == ["--attempt", "{{retries}}"]
    assert end["retryStrategy"] == {
        "limit": 1 + contract.FALLBACK_ATTEMPTS,
        "retryPolicy": "Always",
    }


def test_no_retries_leave_nothing_behind() -> None:
    (document,) = documents(make_flow(LINE, {"end": {"retry": Retry(times=0, span=SPAN)}}))
    assert "retryStrategy" not in pod_of(document, "end")
    assert pod_of(document, "end")["container"]["args"][-1] == "0"


def test_argo_ends_a_pod_only_after_the_runtime_should_have() -> None:
    (document,) = documents(make_flow(LINE, {"end": {"timeout": Timeout(seconds=30, span=SPAN)}}))
    assert pod_of(document, "end")["activeDeadlineSeconds"] == 30 + TIMEOUT_GRACE_SECONDS


def test_arguments_are_plain_text() -> None:
    flow = make_flow(
        LINE,
        parameters=(
            parameter("text", default=StaticDefault(value="a"), help="What {{it}} is"),
            parameter("number", default=StaticDefault(value=0.5)),
            parameter("flag", default=StaticDefault(value=True)),
            parameter("json", default=StaticDefault(value={"a": [1]})),
            parameter("empty", default=StaticDefault(value="")),
            parameter("computed", default=RuntimeDefault(expression="now()")),
            parameter("template", default=StaticDefault(value="{{workflow.name}}")),
            parameter("nothing", default=StaticDefault(value=None)),
            parameter("absent"),
            parameter("wanted", required=True),
        ),
        files=(
            IncludedFile(
                name="data", attribute="d", default=StaticDefault(value="a.csv"), span=SPAN
            ),
            IncludedFile(name="given", attribute="g", required=True, span=SPAN),
        ),
    )
    (document,) = documents(flow)
    arguments = document["spec"]["arguments"]["parameters"]
    assert arguments[0]["description"] == "What { {it}} is"
    assert {a["name"]: a.get("value") for a in arguments} == {
        "text": "a",
        "number": "0.5",
        "flag": "true",
        "json": '{"a": [1]}',
        "empty": "",
        "computed": contract.UNSET,
        "template": contract.UNSET,
        "nothing": contract.UNSET,
        "absent": contract.UNSET,
        "wanted": None,
        "data": contract.UNSET,
        "given": None,
    }


def test_parameters_reach_the_start_step_alone() -> None:
    (document,) = documents(make_flow(LINE, parameters=(parameter("be-ta"),)))
    text = env_of(pod_of(document, "start"))["FLOWC_PARAMETERS"]
    assert text == (
        "{{=replace(replace(toJson([{name: 'be-ta', value: workflow.parameters['be-ta']}]), "
        r"'$', '\\u0024'), '{' + '{', '{\\u007b')}}"
    )
    assert "}}" not in text[:-2]
    assert "FLOWC_PARAMETERS" not in env_of(pod_of(document, "end"))
    (document,) = documents(make_flow(LINE))
    assert "FLOWC_PARAMETERS" not in env_of(pod_of(document, "start"))


def test_the_members_of_a_gang_know_each_other() -> None:
    graph = {
        "start": ("gang", "a"),
        "a": ("linear", "join"),
        "join": ("linear", "end"),
        "end": ("end",),
    }
    compute = Kubernetes(port=1234, hostname_resolution_timeout_seconds=60, span=SPAN)
    (document,) = documents(make_flow(graph, {"a": {"compute": compute}}))
    (task,) = [t for t in templates(document)["main"]["dag"]["tasks"] if t["name"] == "a"]
    width = "{{tasks.start.outputs.parameters.width}}"
    assert task["withSequence"] == {"count": width}
    assert task["arguments"]["parameters"] == [
        {"name": "step", "value": "a"},
        {"name": "path", "value": "{{item}}"},
        {"name": "size", "value": width},
    ]
    pod = pod_of(document, "a")
    assert {"name": "size"} in pod["inputs"]["parameters"]
    env = env_of(pod)
    assert env["FLOWC_GANG_SIZE"] == "{{inputs.parameters.size}}"
    assert env["FLOWC_GANG_ADDRESS"] == {"fieldRef": {"fieldPath": "status.podIP"}}
    assert (env["FLOWC_GANG_PORT"], env["FLOWC_GANG_TIMEOUT"]) == ("1234", "60")
    assert "FLOWC_GANG_ROUND" not in env
    retry = Retry(times=2, wait_seconds=0, span=SPAN)
    (document,) = documents(make_flow(graph, {"a": {"compute": compute, "retry": retry}}))
    pod = templates(document)["a-pod"]
    assert env_of(pod)["FLOWC_GANG_ROUND"] == "{{inputs.parameters.attempt}}"


def test_projects_are_in_names_as_metaflow_writes_them() -> None:
    def name(project: Project, **settings: Any) -> tuple[str, str]:
        (document,) = documents(make_flow(LINE, project=project), Settings(**settings))
        return document["metadata"]["name"], env_of(pod_of(document, "end"))["FLOWC_PROJECT"]

    plain = Project(name="shop", span=SPAN)
    assert name(plain) == ("shop.testflow", "shop/")
    assert name(plain, branch="x_1") == ("shop.test.x-1.testflow", "shop/x_1")
    assert name(plain, production=True) == ("shop.prod.testflow", "shop//production")
    branch = Project(name="shop", branch="b", production=True, span=SPAN)
    assert name(branch) == ("shop.prod.b.testflow", "shop/b/production")


def test_settings_show_in_the_workflow() -> None:
    settings = Settings(
        namespace="ml",
        service_account="runner",
        labels={"team": "x"},
        annotations={"a/b": "c"},
        image_pull_secrets=("hub",),
        argo=ArgoSettings(name="mine", parallelism=9, event_url="http://e/{{x}}"),
    )
    secret = Kubernetes(image_pull_secrets=("own", "hub"), span=SPAN)
    (document,) = documents(make_flow(LINE, {"end": {"compute": secret}}, doc="{{x}}"), settings)
    assert document["metadata"]["name"] == "mine"
    assert document["metadata"]["namespace"] == "ml"
    assert document["metadata"]["labels"]["team"] == "x"
    assert document["metadata"]["annotations"]["a/b"] == "c"
    assert document["metadata"]["annotations"]["workflows.argoproj.io/description"] == "{ {x}}"
    spec = document["spec"]
    assert spec["parallelism"] == 9
    assert spec["serviceAccountName"] == "runner"
    assert spec["imagePullSecrets"] == [{"name": "hub"}, {"name": "own"}]
    assert spec["podMetadata"]["labels"] == spec["workflowMetadata"]["labels"]
    assert env_of(pod_of(document, "end"))["FLOWC_EVENT_URL"] == "http://e/$(FLOWC_BRACE){x}}"
    assert "FLOWC_EVENT_URL" not in env_of(pod_of(document, "start"))


def test_annotations_of_the_settings_are_on_all_documents_runs_and_pods() -> None:
    trigger = EventTrigger(events=(Event(name="e", span=SPAN),), span=SPAN)
    flow = make_flow(LINE, schedule=Schedule(cron=DAILY, span=SPAN), triggers=(trigger,))
    found = documents(flow, replace(EVENTS, annotations={"a/b": "c"}))
    assert len(found) == 3
    for document in found:
        assert document["metadata"]["annotations"]["a/b"] == "c"
    spec = found[0]["spec"]
    assert spec["workflowMetadata"]["annotations"] == {"a/b": "c"}
    assert spec["podMetadata"]["annotations"] == {"a/b": "c"}


def test_hooks_run_by_the_status_of_the_run() -> None:
    hooks = (ExitHook(on_success=("ok",), on_error=("bad_one",), image="h:1", span=SPAN),)
    (document,) = documents(make_flow(LINE, exit_hooks=hooks))
    found = templates(document)
    entry = found[document["spec"]["onExit"]]
    assert [(t["name"], t["when"]) for t in entry["dag"]["tasks"]] == [
        ("on-success-ok", "'{{workflow.status}}' == 'Succeeded'"),
        ("on-error-bad-one", "'{{workflow.status}}' != 'Succeeded'"),
    ]
    pod = found[entry["dag"]["tasks"][1]["template"]]
    assert pod["container"]["image"] == "h:1"
    assert pod["container"]["args"] == [
        *contract.INSTALLED_LAUNCH,
        *contract.hook_arguments("{{inputs.parameters.function}}"),
    ]
    assert env_of(pod)["FLOWC_RUN_STATUS"] == "{{workflow.status}}"


def test_a_schedule_is_a_cron_workflow_of_the_same_name() -> None:
    flow = make_flow(LINE, schedule=Schedule(cron=DAILY, timezone="Asia/Tokyo", span=SPAN))
    template, cron = documents(flow)
    assert cron["kind"] == "CronWorkflow"
    assert cron["metadata"]["name"] == template["metadata"]["name"]
    assert cron["spec"] == {
        "schedules": ["0 6 * * *"],
        "timezone": "Asia/Tokyo",
        "concurrencyPolicy": "Allow",
        "workflowSpec": {"workflowTemplateRef": {"name": "testflow"}},
    }
    _, cron = documents(make_flow(LINE, schedule=Schedule(cron=DAILY, span=SPAN)))
    assert cron["spec"]["timezone"] == "Etc/UTC"


def test_a_sensor_maps_the_payload_to_arguments_by_index() -> None:
    events = (
        Event(name="data.ready", parameters={"ALPHA": "a"}, span=SPAN),
        Event(name="data_ready", parameters={"beta": "b"}, span=SPAN),
    )
    trigger = EventTrigger(events=events, reset_at=ResetAt(cron=DAILY), span=SPAN)
    parameters = (
        parameter("beta", required=True),
        parameter("alpha", default=StaticDefault(value=1)),
    )
    _, sensor = documents(make_flow(LINE, triggers=(trigger,), parameters=parameters), EVENTS)
    spec = sensor["spec"]
    names = [dependency["name"] for dependency in spec["dependencies"]]
    assert names == ["data-ready", "data-ready-2"]
    patterns = [d["filters"]["data"][0]["value"][0] for d in spec["dependencies"]]
    assert patterns == [r"^data\.ready$", "^data_ready$"]
    assert not re.search(patterns[0], "dataXready")
    assert "exprs" not in spec["dependencies"][0]["filters"]
    assert spec["dependencies"][1]["filters"]["exprs"] == [
        {"expr": "true == true", "fields": [{"name": "field0", "path": "body.payload.b"}]}
    ]
    template = spec["triggers"][0]["template"]
    assert template["conditionsReset"] == [{"byTime": {"cron": "0 6 * * *"}}]
    resource = template["k8s"]["source"]["resource"]
    assert resource["spec"]["arguments"]["parameters"] == [
        {"name": "alpha", "value": "1"},
        {"name": "beta", "value": contract.UNSET},
    ]
    assert template["k8s"]["parameters"] == [
        {
            "src": {"dependencyName": "data-ready", "dataKey": "body.payload.a", "value": "1"},
            "dest": "spec.arguments.parameters.0.value",
        },
        {
            "src": {"dependencyName": "data-ready-2", "dataKey": "body.payload.b"},
            "dest": "spec.arguments.parameters.1.value",
        },
    ]


@pytest.mark.parametrize(
    ("event", "dependency"),
    [("2026.sales", "event-2026-sales"), ("_1", "event-1"), ("In", "step-in"), ("a_b.C", "a-b-c")],
)
def test_dependencies_have_names_that_a_condition_can_refer_to(event: str, dependency: str) -> None:
    trigger = EventTrigger(events=(Event(name=event, span=SPAN),), span=SPAN)
    _, sensor = documents(make_flow(LINE, triggers=(trigger,)), EVENTS)
    (made,) = sensor["spec"]["dependencies"]
    assert made["name"] == dependency
    assert made["filters"]["data"][0]["value"] == [f"^{re.escape(event)}$"]


def test_a_single_event_without_a_mapping_sets_all_parameters() -> None:
    trigger = EventTrigger(events=(Event(name="e", span=SPAN),), span=SPAN)
    flow = make_flow(LINE, triggers=(trigger,), parameters=(parameter("x"),))
    _, sensor = documents(flow, EVENTS)
    (mapping,) = sensor["spec"]["triggers"][0]["template"]["k8s"]["parameters"]
    assert mapping["src"]["dataKey"] == "body.payload.x"


def test_flows_wait_for_the_events_that_metaflow_posts() -> None:
    def patterns(project: Project | None, *flows: UpstreamFlow) -> list[str]:
        trigger = FinishTrigger(flows=flows, span=SPAN)
        _, sensor = documents(make_flow(LINE, triggers=(trigger,), project=project), EVENTS)
        assert sensor["metadata"]["name"] == sensor["metadata"]["name"].replace(".", "-")
        return [d["filters"]["data"][0]["value"][0] for d in sensor["spec"]["dependencies"]]

    up = UpstreamFlow(flow="Up", span=SPAN)
    other = UpstreamFlow(flow="Up", project="p", branch="test.b", span=SPAN)
    assert patterns(None, up, other) == [r"^metaflow\.Up\.end$", r"^metaflow\.p\.test\.b\.Up\.end$"]
    own = Project(name="shop", production=True, span=SPAN)
    assert patterns(own, up) == [r"^metaflow\.shop\.prod\.Up\.end$"]


def test_a_thousand_steps_stay_under_half_a_megabyte() -> None:
    chain = {f"s{i}": ("linear", f"s{i + 1}" if i < 999 else "end") for i in range(1000)}
    graph = {"start": ("linear", "s0"), **chain, "end": ("end",)}
    (document,) = documents(make_flow(graph))
    assert sum("container" in template for template in document["spec"]["templates"]) == 1
    assert len(json.dumps(document, separators=(",", ":"))) < 150_000


@pytest.mark.parametrize("decorator", CAPABILITIES)
def test_every_capability_is_decided(decorator: str) -> None:
    for handling in CAPABILITIES[decorator].values():
        assert isinstance(handling, (Honoured, Refused))
        if isinstance(handling, Refused):
            assert hasattr(Batch(span=SPAN), handling.field)
