"""What the real operators make of a file is the pod, or the job, that was meant."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from botocore.session import get_session
from botocore.validate import validate_parameters

from compiler.compute.kubernetes import step_pod
from compiler.compute.kubernetes_json import container_fields, image_fields, pod_fields
from compiler.ir.compute import (
    Batch,
    Kubernetes,
    Resources,
    SecurityContext,
    Tmpfs,
    Toleration,
)
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.step import Retry, Timeout
from compiler.ir.trigger import ExitHook
from compiler.settings import Settings, settings_from
from tests.backends.airflow.operator_files import PACKAGE, file_of, operators
from tests.backends.flows import SPAN, make_flow
from tests.engines.airflow.airflows import VERSIONS, airflow_python

pytestmark = pytest.mark.airflow

TEXT = "{{ ds }} {% raw %} '\"; $(HOME) $$ \\ ü\r\n"
SETTINGS = settings_from(
    {
        "datastore": "/{{ ds }}/$$",
        "runtime": "injected",
        "runtime-image": "runtime:1",
        "image-pull-secrets": ["all"],
        "labels": {"team": "ml"},
        "annotations": {"note": TEXT},
        "queue": "q",
        "airflow": {"pool": "steps", "kubernetes-conn-id": "cluster"},
    }
)
EVERYTHING = Kubernetes(
    image="train:1",
    image_pull_policy="Always",
    image_pull_secrets=("own",),
    service_account="trainer",
    secrets=("db", "web"),
    node_selector={"zone": "a"},
    namespace="ml",
    gpu_vendor="amd",
    tolerations=(Toleration(key="gpu", operator="Exists", toleration_seconds=3),),
    labels={"team": "vision"},
    annotations={"a/b": TEXT},
    tmpfs=Tmpfs(),
    persistent_volume_claims={"models.v1": "/models"},
    port=8080,
    executable="/usr/bin/python3",
    qos="guaranteed",
    extended_resources={"example.com/fpga": "1"},
    security_context=SecurityContext(run_as_user=1000, privileged=False),
    span=SPAN,
)
FLOW = make_flow(
    {
        "start": ("gang", "train"),
        "train": ("linear", "join"),
        "join": ("linear", "job"),
        "job": ("linear", "end"),
        "end": ("end",),
    },
    {
        "train": {
            "compute": EVERYTHING,
            "resources": Resources(gpu=2, shared_memory_bytes=2**20),
            "environment": {"TEXT": TEXT},
            "retry": Retry(times=2, wait_seconds=90, span=SPAN),
            "timeout": Timeout(seconds=60, span=SPAN),
        },
        "job": {"compute": Batch(span=SPAN), "environment": {"TEXT": TEXT}},
    },
    parameters=(Parameter(name="alpha", attribute="alpha", span=SPAN),),
    exit_hooks=(ExitHook(on_success=("tell",), on_error=(), image="hooks:1", span=SPAN),),
)
IN_BATCH = make_flow(
    {"start": ("linear", "end"), "end": ("end",)},
    {name: {"compute": Batch(span=SPAN)} for name in ("start", "end")},
    parameters=FLOW.parameters,
    exit_hooks=FLOW.exit_hooks,
)
DEFERRED = settings_from(
    {"queue": "q", "datastore": "s3://bucket/flows", "airflow": {"deferrable": True}}
)
FLOWS: dict[str, tuple[Flow, Settings]] = {"pods": (FLOW, SETTINGS), "jobs": (IN_BATCH, DEFERRED)}
Asked = dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=VERSIONS)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """What the operators of both flows ask for on some version, by the id of the task."""
    folder: Path = tmp_path_factory.mktemp("asked")
    files = []
    for name, (flow, settings) in FLOWS.items():
        files.append(folder / f"{name}.py")
        files[-1].write_text(file_of(flow, settings), encoding="utf-8")
    done = subprocess.run(
        [airflow_python(request.param), "-P", Path(__file__).with_name("asked.py"), *files],
        env={"HOME": str(folder), "AIRFLOW_HOME": str(folder / "home"), "LANG": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return dict(zip(FLOWS, json.loads(done.stdout), strict=True))


def variables(container: dict[str, Any]) -> dict[str, str]:
    """What the process sees of those that have a value, once the kubelet has expanded them."""
    return {one["name"]: expanded(one["value"]) for one in container["env"] if "value" in one}


def expanded(value: str) -> str:
    assert "$(" not in value.replace("$$", "")
    return value.replace("$$", "$")


def test_the_operators_ask_for_what_the_steps_say(asked: Asked) -> None:
    made = asked["pods"]
    assert list(made) == [
        "task_start",
        "task_train",
        "task_join",
        "task_job",
        "task_end",
        "task_tell",
    ]
    _check_train(made["task_train"])
    spec = made["task_start"]["pod"]["spec"]
    (main,) = spec["containers"]
    assert main["args"] == ["step", "start", "--path", "-", "--attempt", "1", "--first", "0"]
    assert main["command"] == ["python", "/flowc/runtime_shim"]
    assert variables(main) == {
        "FLOWC_FLOW": "flow.py:TestFlow",
        "FLOWC_RUN": "the run",
        "FLOWC_DATASTORE": "/{{ ds }}/$$",
        "FLOWC_RESULTS": "@datastore",
        "FLOWC_PACKAGE": PACKAGE,
        "FLOWC_PARAMETERS": "the day",
    }
    (main,) = made["task_tell"]["pod"]["spec"]["containers"]
    assert (main["image"], main["args"]) == ("hooks:1", ["hook", "tell"])
    request = made["task_job"]["request"]
    (name,) = operators(FLOW, SETTINGS).job_definitions
    assert (request["jobDefinition"], request["jobQueue"]) == (name, "q")
    env = {one["name"]: one["value"] for one in request["containerOverrides"]["environment"]}
    assert env["FLOWC_DATASTORE"] == "/{{ ds }}/$$"


def _check_train(made: dict[str, Any]) -> None:
    step = FLOW.by_name["train"]
    pod = step_pod(step, SETTINGS)
    found = made["pod"]
    spec = found["spec"]
    (main,) = spec["containers"]
    for field, value in {**image_fields(pod), **container_fields(pod)}.items():
        assert main[field] == value, field
    for field, value in pod_fields(pod).items():
        assert spec[field] == value, field
    assert spec["imagePullSecrets"] == [{"name": "all"}, {"name": "own"}]
    assert (spec["restartPolicy"], spec["activeDeadlineSeconds"]) == ("Never", 660)
    assert found["metadata"]["namespace"] == "ml"
    assert found["metadata"]["annotations"] == {"note": TEXT, "a/b": TEXT}
    assert found["metadata"]["labels"]["team"] == "vision"
    assert found["metadata"]["name"].startswith("task-train-")
    assert variables(main)["TEXT"] == TEXT
    (address,) = [one for one in main["env"] if one["name"] == "FLOWC_GANG_ADDRESS"]
    assert address["valueFrom"] == {"fieldRef": {"fieldPath": "status.podIP"}}
    assert made["retry_delay"] == 90
    assert made["operator"] == {
        "retries": 2,
        "deferrable": False,
        "pool": "steps",
        "startup_timeout_seconds": 3600,
        "max_retries": None,
    }


def test_batch_takes_what_the_operators_ask_for(asked: Asked) -> None:
    made = asked["jobs"]
    model = get_session().get_service_model("batch")
    for one in made.values():
        validate_parameters(one["request"], model.operation_model("SubmitJob").input_shape)
        assert one["operator"]["max_retries"] == 40_320
    definitions = operators(*FLOWS["jobs"]).job_definitions
    for definition in definitions.values():
        shape = model.operation_model("RegisterJobDefinition").input_shape
        validate_parameters(definition, shape)
    assert {one["request"]["jobDefinition"] for one in made.values()} == set(definitions)
    start, tell = made["task_start"]["request"], made["task_tell"]["request"]
    assert start["parameters"] == {"step": "start", "path": "-", "attempt": "1", "first": "0"}
    assert {"name": "FLOWC_PARAMETERS", "value": "the day"} in start["containerOverrides"][
        "environment"
    ]
    assert tell["parameters"] == {"function": "tell"}
