from __future__ import annotations

from dataclasses import replace
from typing import Any

from compiler.backends.stepfunctions.eks import eks_task
from compiler.backends.stepfunctions.identity import identify
from compiler.compute.bootstrap import BOOTSTRAP_LAUNCH
from compiler.compute.deadline import TIMEOUT_GRACE_SECONDS
from compiler.ir.compute import Kubernetes, Resources
from compiler.ir.step import Retry, Timeout
from compiler.settings import Settings
from runtime_shim import contract
from tests.backends.flows import SPAN, Graph, make_flow
from tests.backends.stepfunctions.documents import machine_of

PLAIN = Settings(datastore="s3://b/p")


def state(settings: Settings = PLAIN, starts: bool = False, **fields: Any) -> Any:
    fields.setdefault("compute", Kubernetes(span=SPAN))
    parallel = fields.pop("parallel", False)
    flow = make_flow({"start": ("linear", "end"), "end": ("end",)}, {"start": fields})
    step = replace(flow.by_name["start"], parallel=parallel)
    return eks_task(step, settings, identify(flow, settings, "0" * 64), None, starts=starts)


def job(settings: Settings = PLAIN, **fields: Any) -> Any:
    return state(settings, **fields)["Parameters"]["Job"]


def container(settings: Settings = PLAIN, **fields: Any) -> Any:
    (made,) = job(settings, **fields)["spec"]["template"]["spec"]["containers"]
    return made


def variables(made: Any) -> dict[str, Any]:
    return {
        one["name"]: one.get("value") or one.get("value.$") or one["valueFrom"]
        for one in made["env"]
    }


def test_a_step_is_a_job_of_the_cluster() -> None:
    made = state()
    assert made["Resource"] == "arn:aws:states:::eks:runJob.sync"
    assert made["ResultPath"] is None
    parameters = made["Parameters"]
    assert {name: parameters[name] for name in parameters if name != "Job"} == {
        "ClusterName": "${EksCluster}",
        "CertificateAuthority": "${EksCertificateAuthority}",
        "Endpoint": "${EksEndpoint}",
        "Namespace": "default",
    }
    job = parameters["Job"]
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    assert job["metadata"] == {"name.$": "States.Format('start-{}', States.UUID())"}
    assert job["spec"]["backoffLimit"] == 0
    assert job["spec"]["template"]["spec"]["restartPolicy"] == "Never"


def test_the_container_runs_the_task_of_the_scopes_path() -> None:
    made = container()
    assert made["command"] == ["python", "-m", "runtime_shim"]
    assert made["args.$"] == "States.Array('step', 'start', '--path', $.path, '--retry', '0')"
    assert made["resources"]["requests"]["memory"] == "4096M"
    assert variables(made) == {
        contract.ENV_FLOW: "$.environment[0].Value",
        contract.ENV_RUN: "$.environment[1].Value",
        contract.ENV_DATASTORE: "$.environment[2].Value",
        contract.ENV_RESULTS: "$.environment[3].Value",
        contract.ENV_PACKAGE: "$.environment[4].Value",
    }


def test_attempts_are_counted_where_there_are_several() -> None:
    made = container(retry=Retry(times=1, wait_seconds=0, span=SPAN))
    assert made["args.$"].endswith("'--retry', States.Format('{}', $$.State.RetryCount))")


def test_the_first_task_gets_the_parameters() -> None:
    text = "States.Base64Encode(States.JsonToString($$.Execution.Input))"
    assert variables(container(starts=True))[contract.ENV_PARAMETERS] == text


def test_the_process_sees_a_value_as_it_was_written() -> None:
    own = variables(container(environment={"A": "$(HOME) 5$", "B": "5$", "C": "${JobQueue}"}))
    assert (own["A"], own["B"], own["C"]) == ("$$(HOME) 5$$", "5$", "${JobQueue}")
    assert variables(container(Settings(datastore="s3://b/$(A)")))[contract.ENV_DATASTORE] == (
        "s3://b/$$(A)"
    )


def test_the_pod_is_what_the_step_and_the_settings_say() -> None:
    compute = Kubernetes(
        namespace="ml",
        labels={"team": "a"},
        annotations={"note": "b"},
        service_account="own",
        image_pull_secrets=("two",),
        executable="python3",
        span=SPAN,
    )
    settings = Settings(
        datastore="s3://b/p",
        service_account="common",
        labels={"all": "x"},
        annotations={"every": "y"},
        image_pull_secrets=("one",),
    )
    made = state(settings, compute=compute, resources=Resources(gpu=1))
    assert made["Parameters"]["Namespace"] == "ml"
    template = made["Parameters"]["Job"]["spec"]["template"]
    assert template["metadata"] == {
        "labels": {"all": "x", "team": "a"},
        "annotations": {
            "every": "y",
            "note": "b",
            "flowc/step": "start",
            "flowc/path.$": "$.path",
        },
    }
    spec = template["spec"]
    assert spec["serviceAccountName"] == "own"
    assert spec["imagePullSecrets"] == [{"name": "one"}, {"name": "two"}]
    assert spec["containers"][0]["command"][0] == "python3"
    assert spec["containers"][0]["resources"]["limits"] == {"nvidia.com/gpu": "1"}
    plain = job(settings)["spec"]["template"]["spec"]
    assert plain["serviceAccountName"] == "common"


def test_a_timeout_ends_what_hangs() -> None:
    spec = job(timeout=Timeout(seconds=5, span=SPAN))["spec"]
    assert spec["activeDeadlineSeconds"] == 5 + TIMEOUT_GRACE_SECONDS
    assert "activeDeadlineSeconds" not in job()["spec"]


def test_a_member_of_a_gang_knows_the_others() -> None:
    own = variables(container(parallel=True, compute=Kubernetes(port=1234, span=SPAN)))
    assert own[contract.ENV_GANG_SIZE] == "$.size"
    assert own[contract.ENV_GANG_ADDRESS] == {"fieldRef": {"fieldPath": "status.podIP"}}
    assert own[contract.ENV_GANG_PORT] == "1234"
    assert contract.ENV_GANG_ROUND not in own
    retry = Retry(times=2, wait_seconds=0, span=SPAN)
    own = variables(container(parallel=True, compute=Kubernetes(span=SPAN), retry=retry))
    assert own[contract.ENV_GANG_ROUND] == "$.retry"


def test_a_gang_is_tried_again_as_a_whole() -> None:
    made = state(parallel=True, retry=Retry(times=2, wait_seconds=60, span=SPAN))
    assert [one["MaxAttempts"] for one in made["Retry"]] == [20]
    (container,) = made["Parameters"]["Job"]["spec"]["template"]["spec"]["containers"]
    assert container["args.$"].endswith("'--retry', $.retry)")
    graph: Graph = {"start": ("gang", "a"), "a": ("linear", "join"), "join": ("linear", "end")}
    fields = {"compute": Kubernetes(span=SPAN), "retry": Retry(times=2, wait_seconds=60, span=SPAN)}
    flow = make_flow({**graph, "end": ("end",)}, {"a": fields})
    gang = machine_of(flow)["States"]["start-foreach"]
    assert gang["Retry"][-1]["ErrorEquals"] == ["States.TaskFailed"]
    assert gang["Retry"][-1]["MaxAttempts"] == 2
    assert gang["ItemSelector"]["retry.$"] == "States.Format('{}', $$.State.RetryCount)"


def test_the_runtime_is_copied_or_installed() -> None:
    injected = Settings(datastore="s3://b/p", runtime="injected", runtime_image="r:1")
    made = job(injected)["spec"]["template"]["spec"]
    assert made["initContainers"][0]["image"] == "r:1"
    assert made["containers"][0]["command"] == ["python", *contract.INJECTED_LAUNCH]
    pip = container(Settings(datastore="s3://b/p", runtime="pip"))
    assert pip["command"] == ["python", *BOOTSTRAP_LAUNCH]
    assert "--hash" in variables(pip)[contract.ENV_RUNTIME]


def test_a_name_says_the_step() -> None:
    flow = make_flow({"_Ä": ("linear", "end"), "end": ("end",)}, start="_Ä")
    made: Any = eks_task(flow.by_name["_Ä"], PLAIN, identify(flow, PLAIN), None, starts=False)
    name = made["Parameters"]["Job"]["metadata"]["name.$"]
    assert name == "States.Format('step-{}', States.UUID())"
