from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compiler.ir.compute import Batch, Kubernetes, Resources, Tmpfs
from compiler.settings import BatchSettings, Settings
from tests.backends.airflow.checks import SETTINGS, codes, places, problems
from tests.backends.flows import LINE, SPAN, at, make_flow

ARN = "arn:aws:iam::123456789012:role/x"
FARGATE = replace(SETTINGS, batch=BatchSettings(platform="fargate", execution_role=ARN))


def batch(settings: Settings = SETTINGS, **fields: Any) -> list[str]:
    return codes(make_flow(LINE, {"end": {"compute": Batch(span=SPAN, **fields)}}), settings)


def pod(**fields: Any) -> list[str]:
    return codes(make_flow(LINE, {"end": {"compute": Kubernetes(span=SPAN, **fields)}}))


def test_pods_honour_what_there_is() -> None:
    assert pod(tmpfs=Tmpfs(), namespace="other", secrets=("a",), port=80) == []
    sizes = Resources(gpu=2, disk_bytes=2**35, shared_memory_bytes=2**30)
    assert codes(make_flow(LINE, {"end": {"resources": sizes}})) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"service_account": "A"}, "FC704"),
        ({"namespace": "a.b"}, "FC704"),
        ({"compute_pool": "a b"}, "FC705"),
        ({"persistent_volume_claims": {"data": "not/absolute"}}, "FC707"),
    ],
)
def test_what_kubernetes_refuses(fields: dict[str, Any], code: str) -> None:
    assert pod(**fields) == [code]


def test_variables_of_the_runtime() -> None:
    environment = {"environment": {"FLOWC_RUN": "x"}}
    assert codes(make_flow(LINE, {"end": environment})) == ["FC706"]
    both = {**environment, "compute": Batch(span=SPAN)}
    assert codes(make_flow(LINE, {"end": both})) == ["FC706"]
    # Those of Batch are for Batch to set, and no concern of pods.
    aws = {"environment": {"AWS_BATCH_JOB_ID": "x"}}
    assert codes(make_flow(LINE, {"end": aws})) == []
    assert codes(make_flow(LINE, {"end": {**aws, "compute": Batch(span=SPAN)}})) == ["FC706"]


def test_what_batch_refuses_is_told_of_jobs_alone() -> None:
    assert batch(queue="a b") == ["FC739"]
    assert batch(iam_role="x") == ["FC739"]
    small = {"resources": Resources(memory_bytes=2**20)}
    assert codes(make_flow(LINE, {"end": small})) == []
    job = {**small, "compute": Batch(span=SPAN)}
    assert codes(make_flow(LINE, {"end": job})) == ["FC739"]


def test_the_platform_decides_what_a_job_may_have() -> None:
    assert batch(privileged=True) == []
    assert batch(FARGATE, privileged=True) == ["FC700"]
    assert batch(ephemeral_storage_bytes=30 * 2**30) == ["FC721"]
    assert batch(FARGATE, ephemeral_storage_bytes=30 * 2**30) == []
    gpu = {"resources": Resources(gpu=1)}
    assert codes(make_flow(LINE, {"end": gpu}), FARGATE) == []
    job = {**gpu, "compute": Batch(span=SPAN)}
    assert codes(make_flow(LINE, {"end": job}), FARGATE) == ["FC700"]


def test_a_job_needs_a_queue() -> None:
    nowhere = replace(SETTINGS, queue=None)
    compute = Batch(span=at(7))
    flow = make_flow(LINE, {"end": {"compute": compute}})
    assert places(flow, nowhere) == [("FC755", at(7))]
    assert places(flow) == []
    assert batch(nowhere, queue="own") == []
    assert codes(make_flow(LINE), nowhere) == []
    (found,) = problems(flow, nowhere)
    assert found.message == "`end` runs on AWS Batch, and nothing names a queue"
    assert found.advice == "write `@batch(queue=...)`, or set `queue` in the settings"


def test_a_job_on_fargate_needs_a_role() -> None:
    settings = replace(SETTINGS, batch=BatchSettings(platform="fargate"))
    flow = make_flow(LINE, {"end": {"compute": Batch(span=at(7))}})
    assert places(flow, settings) == [("FC755", at(7))]
    assert places(flow, FARGATE) == []
    assert batch(settings, execution_role=ARN) == []
    (found,) = problems(flow, settings)
    assert "`batch.execution-role`" in found.advice
    assert codes(make_flow(LINE), settings) == []


def test_each_job_that_lacks_something_is_told() -> None:
    settings = replace(SETTINGS, queue=None, batch=BatchSettings(platform="fargate"))
    flow = make_flow(LINE, {name: {"compute": Batch(span=at(7))} for name in LINE})
    found = [
        (one.by_field()["step"], one.by_field()["argument"]) for one in problems(flow, settings)
    ]
    assert sorted(found) == [
        ("end", "execution_role"),
        ("end", "queue"),
        ("start", "execution_role"),
        ("start", "queue"),
    ]
