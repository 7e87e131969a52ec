"""Tasks that run a Job on a cluster of EKS."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engines.stepfunctions.bench import Bench, Execution
from tests.engines.stepfunctions.machines import BEGIN, State, documents, sequence

pytestmark = pytest.mark.stepfunctions

TOLD = "import json, os, sys; print(json.dumps([*sys.argv[1:], os.environ['FLOWC_RUN']]))"


def run_job(*words: str, **more: Any) -> State:
    container = {
        "name": "main",
        "image": "registry.example.com/flows:1",
        "command": ["python", "-c", TOLD],
        "args.$": f"States.Array({', '.join(words)})",
        "env": [{"name": "FLOWC_RUN", "value.$": "$.run"}],
    }
    pod = {"restartPolicy": "Never", "containers": [container]}
    job = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name.$": "States.Format('machine-work-{}', States.UUID())"},
        "spec": {"backoffLimit": 0, "template": {"spec": pod}},
    }
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::eks:runJob.sync",
        "Parameters": {
            "ClusterName": "${EksCluster}",
            "CertificateAuthority": "${EksCertificateAuthority}",
            "Endpoint": "${EksEndpoint}",
            "Namespace": "flows",
            "LogOptions": {"RetrieveLogs": True},
            "Job": job,
        },
        "ResultPath": None,
        **more,
    }


def run(bench: Bench, state: State) -> Execution:
    return bench.run(bench.create(documents(sequence(begin=BEGIN, work=state))), name="x")


def test_a_job(bench: Bench) -> None:
    words = ("'work'", "$.path", "States.Format('{}', $$.State.RetryCount)")
    execution = bench.run(
        bench.create(documents(sequence(begin=BEGIN, work=run_job(*words)))), name="x"
    )
    assert execution.status == "SUCCEEDED", execution.log()
    assert '["work", "-", "0", "sfn-x"]' in execution.log()


def test_a_job_that_fails(bench: Bench) -> None:
    state = run_job("'-'")
    (container,) = state["Parameters"]["Job"]["spec"]["template"]["spec"]["containers"]
    container["command"] = ["python", "-c", "raise SystemExit('why')"]
    retry = {"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 1}
    execution = bench.run(
        bench.create(documents(sequence(begin=BEGIN, work={**state, "Retry": [retry]})))
    )
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    assert len(execution.details.jobs) == 2
    assert "why" in str(execution.cause)


def test_what_a_pod_is_told_of_itself(bench: Bench) -> None:
    state = run_job("'-'")
    (container,) = state["Parameters"]["Job"]["spec"]["template"]["spec"]["containers"]
    names = ("metadata.namespace", "status.podIP")
    for number, path in enumerate(names):
        source = {"fieldRef": {"fieldPath": path}}
        container["env"].append({"name": f"FIELD_{number}", "valueFrom": source})
    fields = "[os.environ[name] for name in ('FIELD_0', 'FIELD_1')]"
    container["command"] = ["python", "-c", f"import os; print(*{fields})"]
    logs = [run(bench, state).log().splitlines()[-1] for _ in range(2)]
    namespaces, addresses = zip(*(log.split() for log in logs), strict=True)
    assert set(namespaces) == {"flows"}
    assert len(set(addresses)) == 2
    container["env"][-1]["valueFrom"]["fieldRef"]["fieldPath"] = "status.unknown"
    assert run(bench, state).error == "States.Runtime"


@pytest.mark.parametrize(
    "changed",
    [{"Endpoint": None}, {"Job": {"kind": "Pod"}}, {"Job": {"metadata": {"name": "Upper"}}}],
)
def test_what_is_refused(bench: Bench, changed: dict[str, Any]) -> None:
    state = run_job("'work'")
    parameters = state["Parameters"]
    for name, value in changed.items():
        if value is None:
            del parameters[name]
        else:
            parameters[name] = {**parameters[name], **value}
    execution = run(bench, state)
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
