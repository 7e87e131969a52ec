"""The shapes that flowc gives flows, each run with jobs that tell what they were called with."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.engines.stepfunctions.bench import Bench, Execution
from tests.engines.stepfunctions.machines import (
    BEGIN,
    State,
    batch,
    distributed,
    documents,
    script,
    sequence,
)
from tests.engines.stepfunctions.repairs.distributed_map import EXCEEDED

pytestmark = pytest.mark.stepfunctions

TOLD = "import json, os, sys; print(json.dumps([*sys.argv[1:], os.environ['FLOWC_RUN']]))"
JOB = script(TOLD, "Ref::step", "Ref::path", "Ref::retry", parameters={"path": "-", "retry": "0"})
FAILING = script("raise SystemExit(1)", name="machine-failing")
LAST: State = {"OutputPath": None}


def task(step: str, job: str = "${Work}", **more: Any) -> State:
    parameters = {
        "step": step,
        "path.$": "$.path",
        "retry.$": "States.Format('{}', $$.State.RetryCount)",
    }
    overrides = {"Environment.$": "$.environment"}
    fields = {"Parameters": parameters, "ContainerOverrides": overrides}
    return batch(f"machine-{step}", job, Parameters=fields, **more)


def split(machine: dict[str, Any], bucket: str, key: str, **more: Any) -> State:
    state = distributed(machine, bucket, key, **more)
    state["ItemReader"]["Parameters"]["Key.$"] = f"States.Format('{key}', $.run, $.path)"
    state["ItemSelector"]["environment.$"] = "$.environment"
    return state


def told(bench: Bench, execution: Execution) -> list[Any]:
    """What the jobs that succeeded printed, in an order of their own."""
    return sorted(
        json.loads(bench.host.log(f"{job}/1"))
        for job in execution.details.jobs
        if bench.batch.jobs[job].status == "SUCCEEDED"
    )


def run(bench: Bench, machine: dict[str, Any], given: Any = None, name: str = "x") -> Execution:
    created = bench.create(documents(machine, Work=JOB, Failing=FAILING))
    return bench.run(created, given, name, timeout=60)


def test_the_scope_flows_on(bench: Bench) -> None:
    start = task("start")
    start["Parameters"]["ContainerOverrides"] = {
        "Environment": [
            {"Name": "FLOWC_FLOW", "Value.$": "$.environment[0].Value"},
            {"Name": "FLOWC_RUN", "Value.$": "$.environment[1].Value"},
            {"Name": "FLOWC_PARAMETERS", "Value.$": "$.parameters"},
        ]
    }
    execution = run(bench, sequence(begin=BEGIN, start=start, end=task("end")), {"alpha": 1})
    assert execution.status == "SUCCEEDED", execution.log()
    assert told(bench, execution) == [["end", "-", "0", "sfn-x"], ["start", "-", "0", "sfn-x"]]
    variables = bench.batch.jobs[execution.details.jobs[0]].container["environment"]
    assert {"name": "FLOWC_PARAMETERS", "value": "eyJhbHBoYSI6MX0="} in variables


def test_a_foreach_in_a_foreach(bench: Bench, bucket: str) -> None:
    for path, paths in {"-": ["0", "1"], "0": ["0.0", "0.1"], "1": ["1.0"]}.items():
        key = f"runs/sfn-x/{path}/paths"
        bench.services.s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(paths).encode())
    inner = split(sequence(cell=task("cell", **LAST)), bucket, "runs/{}/{}/paths", MaxConcurrency=2)
    outer = split(
        sequence(row=task("row"), cells=inner, joined=task("joined", **LAST)),
        bucket,
        "runs/{}/{}/paths",
    )
    execution = run(bench, sequence(begin=BEGIN, rows=outer, end=task("end")))
    assert execution.status == "SUCCEEDED", execution.log()
    assert told(bench, execution) == [
        *([step, path, "0", "sfn-x"] for step, path in (
            ("cell", "0.0"), ("cell", "0.1"), ("cell", "1.0"),
            ("end", "-"), ("joined", "0"), ("joined", "1"), ("row", "0"), ("row", "1"),
        )),
    ]  # fmt: skip
    assert {child.map_name for child in execution.details.children} == {"rows", "cells"}


def test_a_foreach_over_nothing(bench: Bench, bucket: str) -> None:
    bench.services.s3.put_object(Bucket=bucket, Key="runs/sfn-x/-", Body=b"[]")
    body = split(sequence(body=task("body", **LAST)), bucket, "runs/{}/{}")
    execution = run(bench, sequence(begin=BEGIN, rows=body, end=task("end")))
    assert told(bench, execution) == [["end", "-", "0", "sfn-x"]]


def switch(bucket: str, **targets: str) -> dict[str, State]:
    read: State = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
        "Parameters": {"Bucket": bucket, "Key.$": "States.Format('choice/{}', $.path)"},
        "ResultSelector": {"choice.$": "$.Body"},
        "ResultPath": "$.result",
    }
    rules = [
        {"Variable": "$.result.choice", "StringEquals": value, "Next": target}
        for value, target in targets.items()
    ]
    return {"read": read, "which": {"Type": "Choice", "Choices": rules, "Default": "unknown"}}


def test_a_switch(bench: Bench, bucket: str) -> None:
    bench.services.s3.put_object(Bucket=bucket, Key="choice/-", Body=b"low")
    machine = sequence(
        begin=BEGIN,
        **switch(bucket, high="high", low="low"),
        unknown={"Type": "Fail", "Error": "Unknown"},
        high=task("high", Next="end"),
        low=task("low", Next="end"),
        end=task("end"),
    )
    assert [one[0] for one in told(bench, run(bench, machine))] == ["end", "low"]
    bench.services.s3.put_object(Bucket=bucket, Key="choice/-", Body=b"other")
    assert run(bench, machine).error == "Unknown"
    bench.services.s3.delete_object(Bucket=bucket, Key="choice/-")
    assert run(bench, machine).error == "S3.NoSuchKeyException"


def test_a_loop(bench: Bench, bucket: str) -> None:
    for path, choice in {"0": b"again", "1": b"again", "2": b"leave"}.items():
        bench.services.s3.put_object(Bucket=bucket, Key=f"choice/{path}", Body=choice)
    first: State = {
        "Type": "Pass",
        "Parameters": {
            "run.$": "$.run",
            "path": "0",
            "environment.$": "$.environment",
            "turn": 0,
            "outer.$": "$",
        },
    }
    again = {**first, "Next": "body"}
    again["Parameters"] = {
        "run.$": "$.run",
        "path.$": "States.Format('{}', States.MathAdd($.turn, 1))",
        "environment.$": "$.environment",
        "turn.$": "States.MathAdd($.turn, 1)",
        "outer.$": "$.outer",
    }
    machine = sequence(
        begin=BEGIN,
        enter=first,
        body=task("body"),
        **switch(bucket, again="again", leave="leave"),
        unknown={"Type": "Fail"},
        again=again,
        leave={"Type": "Pass", "InputPath": "$.outer"},
        end=task("end"),
    )
    execution = run(bench, machine)
    assert execution.status == "SUCCEEDED", execution.log()
    assert [one[:2] for one in told(bench, execution)] == [
        ["body", "0"],
        ["body", "1"],
        ["body", "2"],
        ["end", "-"],
    ]


def hooked(machine: dict[str, Any]) -> dict[str, Any]:
    """A machine with hooks after it, whatever becomes of them."""
    forgiven = {"Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "failed"}]}
    return sequence(
        begin=BEGIN,
        flow={
            "Type": "Parallel",
            "Branches": [machine],
            "ResultPath": None,
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "hook"}],
            "Next": "done",
        },
        hook=task("hook", "${Failing}", Next="failed", **forgiven),
        failed={"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"},
        done=task("done"),
    )


def test_hooks_do_not_change_how_it_ended(bench: Bench, bucket: str) -> None:
    succeeded = run(bench, hooked(sequence(work=task("work"))))
    assert succeeded.status == "SUCCEEDED"
    failed = run(bench, hooked(sequence(work=task("work", "${Failing}"))))
    assert (failed.status, failed.error) == ("FAILED", "States.TaskFailed")
    assert json.loads(str(failed.cause))["JobName"] == "machine-work"
    bench.services.s3.put_object(Bucket=bucket, Key="runs/sfn-x/-", Body=b'["0"]')
    body = split(sequence(body=task("body", "${Failing}", **LAST)), bucket, "runs/{}/{}")
    assert run(bench, hooked(sequence(rows=body))).error == EXCEEDED


def test_a_branch_that_fails_ends_the_others(bench: Bench) -> None:
    slow = script("import time; time.sleep(30)", name="machine-slow")
    branches = [sequence(slow=task("slow", "${Slow}")), sequence(bad=task("bad", "${Failing}"))]
    both: State = {"Type": "Parallel", "Branches": branches, "ResultPath": None}
    jobs = {"Work": JOB, "Failing": FAILING, "Slow": slow}
    created = bench.create(documents(sequence(begin=BEGIN, both=both), **jobs))
    execution = bench.run(created, timeout=20)
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    for job in execution.details.jobs:
        assert bench.batch.wait(job, 10)


def test_a_thousand_jobs_and_ten_thousand_children(
    make_bench: Callable[..., Bench], bucket: str
) -> None:
    """Without what a step does: the jobs are refused by the shim, and the children do nothing."""
    bench = make_bench(forked=True)
    s3 = bench.services.s3
    for name, count in (("many", 1000), ("most", 10_000)):
        paths = [str(index) for index in range(count)]
        s3.put_object(Bucket=bucket, Key=name, Body=json.dumps(paths).encode())
    refused = script("")
    refused["containerProperties"]["command"] = ["python", "-m", "runtime_shim", "Ref::path"]
    child = sequence(work=batch(Parameters={"Parameters": {"path.$": "$.path"}}, **LAST))
    tolerant: dict[str, Any] = {"ToleratedFailurePercentage": 100.0}
    many = distributed(child, bucket, "many", **tolerant)
    most = distributed(sequence(only={"Type": "Pass", **LAST}), bucket, "most")
    created = bench.create(documents(sequence(begin=BEGIN, many=many, most=most), Work=refused))
    execution = bench.run(created)
    assert execution.status == "SUCCEEDED", execution.outcome
    assert len(execution.details.jobs) == 1000
    assert len(execution.details.children) == 11_000
    assert len(execution.history) < 25
