from __future__ import annotations

from typing import Any

import pytest

from compiler.ir.trigger import ExternalTaskSensor, S3KeySensor, Sensor
from tests.backends.airflow.checks import places, problems
from tests.backends.flows import LINE, at, make_flow

ARGUMENTS = (
    *("name", "pool", "external_dag_id", "external_task_ids", "allowed_states", "failed_states"),
    *("bucket_key", "bucket_name", "aws_conn_id"),
)
SPANS = {argument: at(10 + number) for number, argument in enumerate(ARGUMENTS)}
"""Each argument stands in a line of its own."""


def dag(**fields: Any) -> ExternalTaskSensor:
    return ExternalTaskSensor(
        **{"external_dag_id": "other", "spans": SPANS, "span": at(5), **fields}
    )


def key(*keys: str, **fields: Any) -> S3KeySensor:
    return S3KeySensor(bucket_keys=keys or ("s3://b/k",), spans=SPANS, span=at(5), **fields)


def found(*sensors: Sensor) -> list[tuple[str, str]]:
    """What is wrong, and with which argument."""
    arguments = {span: argument for argument, span in SPANS.items()}
    return [(code, arguments[span]) for code, span in places(make_flow(LINE, sensors=sensors))]


RIGHT = {
    "nothing but what must be": dag(),
    "all of a DAG": dag(
        name="wait.for-other",
        pool="a pool of mine",
        external_task_ids=("a", "b"),
        allowed_states=("success", "skipped"),
        failed_states=("failed", "upstream_failed"),
    ),
    "a run": dag(allowed_states=("success", "queued", "running"), failed_states=("failed",)),
    "the longest": dag(name="n" * 120, pool="p" * 256),
    "a URL": key("s3://bucket/folder/file"),
    "URLs": key("s3://a/b", "s3://c/d", aws_conn_id="aws-lake"),
    "other forms of URLs": key("S3A://a/b", "https://b.s3.eu-west-1.amazonaws.com/k"),
    "keys in a bucket": key("a", "/b", "c d/*", bucket_name="bucket", wildcard_match=True),
}


@pytest.mark.parametrize("sensor", RIGHT.values(), ids=RIGHT)
def test_right_ones(sensor: Sensor) -> None:
    assert found(sensor) == []


WRONG = {
    "a space in a name": (dag(name="a b"), "name"),
    "no name": (dag(name=""), "name"),
    "a long name": (dag(name="n" * 121), "name"),
    "the name of a step": (key(name="end"), "name"),
    "a long pool": (key(pool="p" * 257), "pool"),
    "a state that is gone": (
        dag(external_task_ids=("a",), allowed_states=("success", "shutdown")),
        "allowed_states",
    ),
    "a state of tasks": (dag(failed_states=("upstream_failed",)), "failed_states"),
    "a state that is both": (dag(failed_states=("success",)), "failed_states"),
    "a state twice": (dag(allowed_states=("success", "success")), "allowed_states"),
    "a task twice": (dag(external_task_ids=("a", "b", "a")), "external_task_ids"),
    "no bucket": (key("folder/file"), "bucket_key"),
    "two buckets": (key("s3://a/b", bucket_name="c"), "bucket_key"),
    "a bucket of others": (key("gs://bucket/key"), "bucket_key"),
    "a bucket without a name": (key("s3:///key"), "bucket_key"),
    "a bucket as a whole": (key("s3://bucket/"), "bucket_key"),
    "what looks like a scheme": (key("rows:new", bucket_name="b"), "bucket_key"),
    "what looks like a host": (key("//rows/new", bucket_name="b"), "bucket_key"),
    "one of several without a bucket": (key("s3://a/b", "c"), "bucket_key"),
    "no connection": (key(aws_conn_id="a b"), "aws_conn_id"),
}


@pytest.mark.parametrize(("sensor", "argument"), WRONG.values(), ids=WRONG)
def test_what_airflow_would_refuse(sensor: Sensor, argument: str) -> None:
    assert found(sensor) == [("FC754", argument)]


def test_a_name_twice_is_wrong_the_second_time() -> None:
    sensors = (dag(name="wait"), dag(name="wait", span=at(6), spans={}))
    assert places(make_flow(LINE, sensors=sensors)) == [("FC754", at(6))]
    # What flowc names itself, it names so that all is well.
    assert found(dag(), dag(), key(), key()) == []


def test_the_sensor_stands_for_an_argument_whose_place_nobody_knows() -> None:
    sensor = dag(name="a b", spans={})
    assert places(make_flow(LINE, sensors=(sensor,))) == [("FC754", at(5))]


def test_what_is_wrong_is_told() -> None:
    def told(sensor: Sensor) -> str:
        (one,) = problems(make_flow(LINE, sensors=(sensor,)))
        return f"{one.message}: {one.advice}"

    assert told(dag(allowed_states=("skipped",))) == (
        "`skipped` is not valid as the state of a run: "
        "a run is queued, running, success or failed; tasks are more"
    )
    gone = dag(failed_states=("shutdown",))
    assert told(gone).endswith("Airflow 3 has no such state; write `failed`")
    assert told(key(name="start")) == (
        "`start` is not valid as the id of a task: a step has that name"
    )


@pytest.mark.parametrize(
    ("sensor", "argument"),
    [
        (dag(external_dag_id="{{ x }}"), "external_dag_id"),
        (dag(external_task_ids=("a", "{% b %}")), "external_task_ids"),
        (key("s3://b/{{ ds }}/x"), "bucket_key"),
        (key("k", bucket_name="{{ b }}"), "bucket_name"),
    ],
)
def test_templates_stay_text(sensor: Sensor, argument: str) -> None:
    assert found(sensor) == [("FC758", argument)]
    flow = make_flow(LINE, sensors=(sensor,))
    assert f"`{argument}` of `@{sensor.kind}`" in problems(flow)[0].message


def test_what_nobody_takes_for_a_template_is_no_template() -> None:
    assert found(key("s3://b/{x}/100%/}}")) == []
    assert found(dag(description="{{ ds }}")) == []


def test_all_that_is_wrong_with_a_sensor_is_told() -> None:
    sensor = key("c", "s3://b/{{ ds }}", name="end", pool="p" * 257, aws_conn_id="a b")
    assert found(sensor) == [
        ("FC754", "name"),
        ("FC754", "pool"),
        ("FC754", "bucket_key"),
        ("FC758", "bucket_key"),
        ("FC754", "aws_conn_id"),
    ]
