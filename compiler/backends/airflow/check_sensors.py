"""What Airflow would refuse about sensors, when it reads the file or when they look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from compiler.backends.airflow.check_settings import (
    CONNECTION_RULE,
    ID,
    ID_RULE,
    POOL_RULE,
    is_connection,
    is_pool,
)
from compiler.backends.airflow.names import MAX_ID
from compiler.diagnostics.catalogue.airflow import InvalidForAirflow, TemplateAsText
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.flow import Flow
from compiler.ir.trigger import ExternalTaskSensor, S3KeySensor, Sensor

_OF_RUNS = ("queued", "running", "success", "failed")
_GONE = "shutdown"
"""A state that Airflow 3 has no more."""
_URL = re.compile("(s3[an]?|https)://[^/?]+/.", re.IGNORECASE)
"""A key with its bucket (`parse_s3_url` in `airflow.providers.amazon.aws.hooks.s3`)."""


def sensor_problems(flow: Flow) -> Iterator[Diagnostic]:
    """All of them, sensor by sensor."""
    taken = {step.name: "a step has that name" for step in flow.steps}
    for sensor in flow.sensors:
        yield from _names(sensor, taken)
        if isinstance(sensor, ExternalTaskSensor):
            yield from _states(sensor)
        else:
            yield from _keys(sensor)
        yield from _templates(sensor)


def _names(sensor: Sensor, taken: dict[str, str]) -> Iterator[Diagnostic]:
    if sensor.name is not None:
        rule = taken.get(sensor.name)
        if not ID.fullmatch(sensor.name) or len(sensor.name) > MAX_ID:
            rule = ID_RULE.format(limit=MAX_ID)
        if rule is not None:
            yield _wrong(sensor, "name", "the id of a task", sensor.name, rule)
        taken[sensor.name] = "another sensor has that name"
    if sensor.pool is not None and not is_pool(sensor.pool):
        yield _wrong(sensor, "pool", "the name of a pool", sensor.pool, POOL_RULE)


def _states(sensor: ExternalTaskSensor) -> Iterator[Diagnostic]:
    for argument, states in (
        ("allowed_states", sensor.allowed_states),
        ("failed_states", sensor.failed_states),
    ):
        for state in states:
            if state == _GONE:
                rule = "Airflow 3 has no such state; write `failed`"
                yield _wrong(sensor, argument, "a state", state, rule)
            elif not sensor.external_task_ids and state not in _OF_RUNS:
                rule = f"a run is {', '.join(_OF_RUNS[:-1])} or {_OF_RUNS[-1]}; tasks are more"
                yield _wrong(sensor, argument, "the state of a run", state, rule)
    rule = "it can be waited for in one way only"
    for state in _repeated((*sensor.allowed_states, *sensor.failed_states)):
        argument = "failed_states" if state in sensor.failed_states else "allowed_states"
        yield _wrong(sensor, argument, "another state", state, rule)
    for task in _repeated(sensor.external_task_ids):
        yield _wrong(sensor, "external_task_ids", "another task", task, "list each task once")


def _keys(sensor: S3KeySensor) -> Iterator[Diagnostic]:
    for key in sensor.bucket_keys:
        parts = urlsplit(key)
        if sensor.bucket_name is not None and (parts.scheme or parts.netloc):
            rule = "leave `bucket_name` out, or write the key without the bucket"
            yield _wrong(sensor, "bucket_key", "a key in a bucket", key, rule)
        elif sensor.bucket_name is None and not _URL.match(key):
            rule = "write `s3://BUCKET/KEY`, or name the bucket by `bucket_name`"
            yield _wrong(sensor, "bucket_key", "a key without a bucket", key, rule)
    if sensor.aws_conn_id is not None and not is_connection(sensor.aws_conn_id):
        what = "the id of a connection"
        yield _wrong(sensor, "aws_conn_id", what, sensor.aws_conn_id, CONNECTION_RULE)


def _templates(sensor: Sensor) -> Iterator[Diagnostic]:
    for argument, texts in _rendered(sensor):
        if any("{{" in text or "{%" in text for text in texts):
            span = sensor.spans.get(argument, sensor.span)
            yield TemplateAsText(span=span, decorator=sensor.kind, argument=argument)


def _rendered(sensor: Sensor) -> Iterator[tuple[str, Iterable[str]]]:
    """What Airflow renders as templates, where people write such for it by hand."""
    if isinstance(sensor, S3KeySensor):
        yield "bucket_key", sensor.bucket_keys
        yield "bucket_name", (sensor.bucket_name or "",)
    else:
        yield "external_dag_id", (sensor.external_dag_id,)
        yield "external_task_ids", sensor.external_task_ids


def _repeated(texts: tuple[str, ...]) -> list[str]:
    return [text for number, text in enumerate(texts) if text in texts[:number]]


def _wrong(sensor: Sensor, argument: str, what: str, text: str, rule: str) -> Diagnostic:
    span = sensor.spans.get(argument, sensor.span)
    return InvalidForAirflow(span=span, what=what, text=text, rule=rule)
