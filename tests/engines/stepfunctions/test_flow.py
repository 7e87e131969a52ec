"""A flow whose tasks truly run: the runtime in its containers, its datastore in S3."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compiler.cli.main import run
from compiler.pipeline import package_flow
from compiler.settings import Settings
from runtime_shim import contract
from runtime_shim.artifacts import Artifacts
from runtime_shim.history import History
from runtime_shim.manifest import TaskId
from runtime_shim.store import open_store
from tests.engines.stepfunctions.bench import Bench
from tests.engines.stepfunctions.machines import (
    State,
    batch,
    definition,
    distributed,
    documents,
    retrier,
    sequence,
)
from tests.ways import baked

pytestmark = pytest.mark.stepfunctions

FLOW = """
    from metaflow import FlowSpec, Parameter, current, retry, step

    class TinyFlow(FlowSpec):
        alpha = Parameter("alpha", default=0.5)

        @step
        def start(self):
            self.items = [1, 2, 3]
            self.next(self.train, foreach="items")

        @retry(times=2, minutes_between_retries=1)
        @step
        def train(self):
            if self.input == 2 and current.retry_count < 1:
                raise ValueError("the first attempt")
            self.score = self.input * self.alpha
            self.attempt = current.retry_count
            self.next(self.join)

        @step
        def join(self, inputs):
            self.scores = [(one.score, one.attempt) for one in inputs]
            self.next(self.end)

        @step
        def end(self):
            pass
"""
COMMAND = ("python", "-m", contract.ENTRY_MODULE)
TASK = (*COMMAND, *contract.retry_arguments("Ref::step", "Ref::path", "Ref::retry"))
JOB = definition(*TASK, parameters={"path": "-", "retry": "0"})
ENVIRONMENT = ("FLOW", "RUN", "DATASTORE", "PACKAGE", "RESULTS")


def task(step: str, **more: Any) -> State:
    parameters = {
        "step": step,
        "path.$": "$.path",
        "retry.$": "States.Format('{}', $$.State.RetryCount)",
    }
    overrides = {"Environment.$": "$.environment"}
    return batch(
        f"tiny-{step}",
        Parameters={"Parameters": parameters, "ContainerOverrides": overrides},
        Retry=[retrier("States.TaskFailed", MaxAttempts=2, IntervalSeconds=60)],
        **more,
    )


def machine(bucket: str, package: str) -> dict[str, Any]:
    run_id = "States.Format('sfn-{}', $$.Execution.Name)"
    environment = [
        {"Name": contract.ENV_FLOW, "Value": "flow.py:TinyFlow"},
        {"Name": contract.ENV_RUN, "Value.$": run_id},
        {"Name": contract.ENV_DATASTORE, "Value": f"s3://{bucket}/store"},
        {"Name": contract.ENV_PACKAGE, "Value": package},
        {"Name": contract.ENV_RESULTS, "Value": contract.RESULTS_IN_DATASTORE},
    ]
    begin = {
        "run.$": run_id,
        "path": "-",
        "parameters.$": "States.Base64Encode(States.JsonToString($))",
        "environment": environment,
    }
    start = task("start")
    start["Parameters"]["ContainerOverrides"] = {
        "Environment": [
            *({"Name": one["Name"], "Value.$": f"$.environment[{index}].Value"}
              for index, one in enumerate(environment)),
            {"Name": contract.ENV_PARAMETERS, "Value.$": "$.parameters"},
        ]
    }  # fmt: skip
    key = contract.result_key("TinyFlow", "{}", "start", "-", "paths")
    body = distributed(sequence(train=task("train", OutputPath=None)), bucket, f"store/{key}")
    body["ItemReader"]["Parameters"]["Key.$"] = f"States.Format('store/{key}', $.run)"
    body["ItemSelector"]["environment.$"] = "$.environment"
    return sequence(
        begin={"Type": "Pass", "Parameters": begin},
        start=start,
        split=body,
        join=task("join"),
        end=task("end"),
    )


@pytest.mark.parametrize("forked", [False, True], ids=["processes", "forks"])
def test_it_leaves_what_a_run_leaves(
    make_bench: Callable[..., Bench],
    bucket: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    s3_server: dict[str, str],
    forked: bool,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server["METAFLOW_S3_ENDPOINT_URL"])
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text("")
    (project / "flow.py").write_text(textwrap.dedent(FLOW))
    monkeypatch.chdir(project)
    root = f"s3://{bucket}/store"
    assert run(["upload", "flow.py", "--datastore", root]) == 0
    package = package_flow("flow.py", Settings()).package
    assert package is not None

    bench = make_bench(forked=forked, python=baked())
    created = bench.create(documents(machine(bucket, package.sha256), Work=JOB))
    execution = bench.run(created, {"alpha": 2.0})
    assert execution.status == "SUCCEEDED", execution.log()
    assert execution.details.waited == [60]

    store = open_store(root)
    manifest = History(store, "TinyFlow", execution.run_id).newest(TaskId("join", ""))
    assert manifest is not None
    scores = Artifacts(store, "TinyFlow").load(manifest.artifacts["scores"], "scores")
    assert scores == [(2.0, 0), (4.0, 1), (6.0, 0)]
