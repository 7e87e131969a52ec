"""Tasks that run a job of AWS Batch, as Step Functions and the service would."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.engines.stepfunctions.batch.faults import Faults
from tests.engines.stepfunctions.bench import Bench, Execution
from tests.engines.stepfunctions.machines import (
    IMAGE,
    REQUIREMENTS,
    batch,
    documents,
    retrier,
    script,
    sequence,
)

pytestmark = pytest.mark.stepfunctions

ENVIRONMENT = "import json, os; print(json.dumps(dict(os.environ)))"
FAILING = "import sys; sys.exit(3)"
FAILS_TWICE = "import os, sys; sys.exit(int(sys.argv[1]) < 2)"
NOTHING = "pass"
SLEEPING = "import time; time.sleep(30)"
RETRY = {"Parameters": {"retry.$": "States.Format('{}', $$.State.RetryCount)"}}
THROTTLED = retrier("Batch.BatchException", MaxAttempts=20, BackoffRate=2, MaxDelaySeconds=60)


def run(bench: Bench, state: dict[str, Any], job: dict[str, Any], **more: Any) -> Execution:
    machine = bench.create(documents(sequence(work=state), Work=job))
    return bench.run(machine, {"path": "3.0", "environment": [{"Name": "A", "Value": "a"}]}, **more)


def printed(bench: Bench, execution: Execution, attempt: int = 1) -> Any:
    (job,) = execution.details.jobs[-1:]
    return json.loads(bench.host.log(f"{job}/{attempt}"))


def cause(execution: Execution) -> Any:
    assert execution.cause is not None, execution.log()
    return json.loads(execution.cause)


def test_its_command_and_variables(bench: Bench) -> None:
    job = script(
        "import json, os, sys; print(json.dumps([sys.argv, dict(os.environ)]))",
        "step", "Ref::step", "--path", "Ref::path", "Ref::unknown",
        parameters={"path": "-", "step": "train"},
    )  # fmt: skip
    job["containerProperties"]["environment"] = [
        {"name": "A", "value": "overridden"},
        {"name": "B", "value": "b"},
    ]
    overrides = {"ContainerOverrides": {"Environment.$": "$.environment"}}
    state = batch(Parameters={"Parameters": {"path.$": "$.path"}, **overrides})
    execution = run(bench, state, job)
    assert execution.status == "SUCCEEDED", execution.log()
    words, variables = printed(bench, execution)
    assert words == ["-c", "step", "train", "--path", "3.0", "Ref::unknown"]
    (identity,) = execution.details.jobs
    assert (
        variables.items()
        >= {
            "A": "a",
            "B": "b",
            "MANAGED_BY_AWS": "STARTED_BY_STEP_FUNCTIONS",
            "AWS_BATCH_JOB_ID": identity,
            "AWS_BATCH_JOB_ATTEMPT": "1",
        }.items()
    )
    assert "USER" not in variables


def test_its_result_is_the_job(bench: Bench) -> None:
    state = batch(ResultPath="$.job", ResultSelector={"code.$": "$.Container.ExitCode"})
    assert run(bench, state, script(NOTHING)).output["job"] == {"code": 0}


def test_a_failure_tells_of_the_job(bench: Bench) -> None:
    execution = run(bench, batch(), script(FAILING))
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    detail = cause(execution)
    assert detail["Container"]["ExitCode"] == 3
    assert detail["StatusReason"] == "Essential container in task exited"
    assert detail["Container"]["LogStreamName"]
    assert detail["JobName"] == "machine-work"


def test_another_attempt_is_another_job(bench: Bench) -> None:
    state = batch(Parameters={"Parameters": RETRY["Parameters"]})
    state["Retry"] = [THROTTLED, retrier("States.TaskFailed", MaxAttempts=2, IntervalSeconds=120)]
    execution = run(bench, state, script(FAILS_TWICE, "Ref::retry", parameters={"retry": "0"}))
    assert execution.status == "SUCCEEDED", execution.log()
    assert len(execution.details.jobs) == 3
    assert execution.details.waited == [120, 120]


def test_no_more_attempts_than_there_are(bench: Bench) -> None:
    state = batch(Retry=[retrier("States.TaskFailed", MaxAttempts=1)])
    execution = run(bench, state, script(FAILING))
    assert (execution.status, len(execution.details.jobs)) == ("FAILED", 2)
    none = batch(Retry=[retrier("States.TaskFailed", MaxAttempts=0)])
    assert len(run(bench, none, script(FAILING)).details.jobs) == 1


def test_waits_grow_up_to_a_limit(bench: Bench) -> None:
    growing = {"IntervalSeconds": 2, "BackoffRate": 2, "MaxDelaySeconds": 5, "MaxAttempts": 4}
    state = batch(job="unknown", Retry=[retrier("Batch.ClientException", **growing)])
    execution = run(bench, state, script(NOTHING))
    assert execution.error == "Batch.ClientException"
    assert execution.details.waited == [2, 4, 5, 5]


def test_throttling_takes_none_of_the_attempts(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(faults=Faults(throttled=0.7, seed=2))
    state = batch(Parameters={"Parameters": RETRY["Parameters"]})
    state["Retry"] = [THROTTLED, retrier("States.TaskFailed", MaxAttempts=1)]
    job = script("import sys; print(sys.argv[1]); sys.exit(1)", "Ref::retry")
    execution = run(bench, state, job)
    assert bench.batch.faults.refused > 1
    assert (execution.error, len(execution.details.jobs)) == ("States.TaskFailed", 2)
    # So the count of retries, which containers see, is of both retriers.
    assert printed(bench, execution) == bench.batch.faults.refused + 1


def test_a_lost_host_is_no_failure(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(faults=Faults(reclaimed_first={"machine-work": 2}))
    rules = [
        {"onStatusReason": "Host EC2*", "action": "RETRY"},
        {"onReason": "*", "action": "EXIT"},
    ]
    strategy = {"attempts": 5, "evaluateOnExit": rules}
    execution = run(bench, batch(), script(ENVIRONMENT, retryStrategy=strategy))
    assert execution.status == "SUCCEEDED", execution.log()
    assert printed(bench, execution, attempt=3)["AWS_BATCH_JOB_ATTEMPT"] == "3"
    failing = run(bench, batch("other"), script(FAILING, retryStrategy=strategy))
    assert len(cause(failing)["Attempts"]) == 1


def test_a_host_that_is_lost_at_work(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(faults=Faults(reclaimed=1.0))
    detail = cause(run(bench, batch(), script(SLEEPING)))
    assert detail["StatusReason"].startswith("Host EC2 (instance i-")
    assert "ExitCode" not in detail["Container"]


def test_an_attempt_that_takes_too_long(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.engines.stepfunctions.batch.definitions.SHORTEST_TIMEOUT", 1)
    job = script(SLEEPING, timeout={"attemptDurationSeconds": 1})
    detail = cause(run(bench, batch(), job))
    assert detail["StatusReason"] == "Job attempt duration exceeded timeout"
    assert detail["Container"]["ExitCode"] == 137


def test_an_array(bench: Bench) -> None:
    index = "import os; index = os.environ['AWS_BATCH_JOB_ARRAY_INDEX']; print(index)"
    state = batch(Parameters={"ArrayProperties": {"Size.$": "$.size"}})
    machine = bench.create(documents(sequence(work=state), Work=script(index)))
    execution = bench.run(machine, {"size": 4})
    assert execution.status == "SUCCEEDED", execution.log()
    (job,) = execution.details.jobs
    assert [bench.host.log(f"{job}/{index}/1") for index in range(4)] == [
        "0\n",
        "1\n",
        "2\n",
        "3\n",
    ]
    failing = bench.create(
        documents(sequence(work=state), Work=script(f"{index}; 1 / (int(index) - 2)"))
    )
    detail = cause(bench.run(failing, {"size": 3}))
    assert detail["ArrayProperties"]["StatusSummary"] == {"SUCCEEDED": 2, "FAILED": 1}
    assert bench.run(machine, {"size": 1}).error == "Batch.ClientException"


NODE = """
import json, os, time
index = os.environ["AWS_BATCH_JOB_NODE_INDEX"]
print(json.dumps({k: v for k, v in os.environ.items() if "NODE" in k}), flush=True)
if index != "0":
    time.sleep(30)
"""


def test_nodes_run_together_and_end_with_the_main_one(bench: Bench) -> None:
    container = {
        "image": IMAGE,
        "command": ["python", "-c", NODE],
        "resourceRequirements": REQUIREMENTS,
    }
    nodes = {"targetNodes": "0:", "container": container}
    job = {
        "jobDefinitionName": "machine-gang",
        "type": "multinode",
        "nodeProperties": {"numNodes": 2, "mainNode": 0, "nodeRangeProperties": [nodes]},
    }
    environment = {"Environment": [{"Name": "MY_NODE", "Value": "mine"}]}
    overrides = [{"TargetNodes": "0:", "ContainerOverrides": environment}]
    submit = batch(
        Parameters={"NodeOverrides": {"NumNodes": 3, "NodePropertyOverrides": overrides}}
    )
    submit["Resource"] = "arn:aws:states:::aws-sdk:batch:submitJob"
    submit["ResultPath"] = "$.job"
    describe = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:batch:describeJobs",
        "Parameters": {"Jobs.$": "States.Array($.job.JobId)"},
        "ResultSelector": {"status.$": "$.Jobs[0].Status"},
        "ResultPath": "$.seen",
    }
    choices = [
        {"Variable": "$.seen.status", "StringEquals": status, "Next": following}
        for status, following in (("SUCCEEDED", "after"), ("FAILED", "failed"))
    ]
    machine = sequence(
        submit=submit,
        wait={"Type": "Wait", "Seconds": 60},
        look=describe,
        which={"Type": "Choice", "Choices": choices, "Default": "wait"},
        failed={"Type": "Fail"},
        after={"Type": "Pass"},
    )
    execution = bench.run(bench.create(documents(machine, Work=job)))
    assert execution.status == "SUCCEEDED", execution.log()
    (identity,) = execution.details.jobs
    main, _, last = (json.loads(bench.host.log(f"{identity}/1/node-{n}")) for n in range(3))
    assert main == {
        "AWS_BATCH_JOB_MAIN_NODE_INDEX": "0",
        "AWS_BATCH_JOB_NODE_INDEX": "0",
        "AWS_BATCH_JOB_NUM_NODES": "3",
        "MY_NODE": "mine",
    }
    assert last == {
        **main,
        "AWS_BATCH_JOB_NODE_INDEX": "2",
        "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS": "127.0.0.1",
    }


LONG = "x" * 9000


def overriding(**fields: Any) -> dict[str, Any]:
    return {"ContainerOverrides": fields}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"JobName": "two words"}, "not a job's name"),
        ({"JobName": "n" * 129}, "not a job's name"),
        ({"JobDefinition": "unknown"}, "JobDefinition unknown not found"),
        ({"JobQueue": "unknown"}, "JobQueue unknown not found"),
        (overriding(Command=["a", ""]), "must not be empty"),
        (overriding(Environment=[{"Name": "AWS_BATCH_X", "Value": ""}]), "reserved"),
        (overriding(Environment=[{"Name": "A", "Value": LONG}]), "8192"),
        ({"Parameters": {"a": LONG * 4}}, "30720"),
        ({"Parameters": {"a": ""}, **overriding(Command=["Ref::a"])}, "empty"),
        ({"Parameters": {"a": 1}}, "Invalid type"),
        ({"ArrayProperties": {"Size": 10_001}}, "an array of 10001"),
    ],
)  # fmt: skip
def test_what_the_service_refuses(bench: Bench, fields: dict[str, Any], said: str) -> None:
    execution = run(bench, batch(Parameters=fields), script(NOTHING))
    assert execution.error == "Batch.ClientException"
    assert said in str(execution.cause)
