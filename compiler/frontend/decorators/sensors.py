"""`@airflow_external_task_sensor` and `@airflow_s3_key_sensor`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from compiler.diagnostics.catalogue.decorators import MissingArgument
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import FLAG, TEXT, Kind, choice, duration, list_of
from compiler.frontend.decorators.place import Place
from compiler.ir.trigger import ExternalTaskSensor, S3KeySensor

_STATE = choice(
    "queued",
    "running",
    "success",
    "shutdown",
    "failed",
    "up_for_retry",
    "up_for_reschedule",
    "upstream_failed",
    "skipped",
)
"""Of a task or a run, as Metaflow lists them."""


def _delta(value: object, place: Place) -> int:
    """Seconds, which may be less than none: those of a `timedelta`."""
    if not isinstance(value, timedelta):
        raise place.wrong_kind("a `timedelta`", value, "write `timedelta(hours=1)`")
    seconds = value.total_seconds()
    if not seconds.is_integer():
        raise place.wrong_kind("whole seconds", seconds)
    return int(seconds)


def _verify(value: object, place: Place) -> bool | str:
    if isinstance(value, bool | str):
        return value
    raise place.wrong_kind("`True`, `False` or the path of a file", value)


_COMMON = (
    Argument("timeout", duration("seconds")),
    Argument("poke_interval", duration("seconds")),
    Argument("mode", choice("poke", "reschedule")),
    Argument("exponential_backoff", FLAG),
    Argument("pool", TEXT),
    Argument("soft_fail", FLAG),
    Argument("name", TEXT),
    Argument("description", TEXT),
)

EXTERNAL_TASK_SENSOR = Decorator(
    "airflow_external_task_sensor",
    "flow",
    (
        Argument("external_dag_id", TEXT, example='"load_rows"'),
        Argument("external_task_ids", list_of(TEXT)),
        Argument("allowed_states", list_of(_STATE, single=True)),
        Argument("failed_states", list_of(_STATE, single=True)),
        Argument("execution_delta", Kind("timedelta", _delta), besides=timedelta),
        Argument("check_existence", FLAG),
        *_COMMON,
    ),
    repeatable=True,
)

S3_KEY_SENSOR = Decorator(
    "airflow_s3_key_sensor",
    "flow",
    (
        Argument("bucket_key", list_of(TEXT, single=True), example='"s3://lake/rows.parquet"'),
        Argument("bucket_name", TEXT),
        Argument("wildcard_match", FLAG),
        Argument("aws_conn_id", TEXT),
        Argument("verify", Kind("verification", _verify)),
        *_COMMON,
    ),
    repeatable=True,
)


def read_external_task_sensor(given: Given) -> ExternalTaskSensor | None:
    """The node of one sensor; None, with a diagnostic, where it waits for nothing."""
    if not _waits_for(given, "external_dag_id"):
        return None
    fields = _fields(given)
    if "execution_delta" in given.values:
        fields["execution_delta_seconds"] = given.get("execution_delta")
    named = ("external_dag_id", "external_task_ids", "failed_states", "check_existence")
    # No state is Metaflow's default, too.
    if given.get("allowed_states"):
        fields["allowed_states"] = given.get("allowed_states")
    return ExternalTaskSensor(**fields, **given.fields(*named))


def read_s3_key_sensor(given: Given) -> S3KeySensor | None:
    """The node of one sensor; None, with a diagnostic, where it waits for nothing."""
    if not _waits_for(given, "bucket_key"):
        return None
    named = ("bucket_name", "wildcard_match", "aws_conn_id", "verify")
    return S3KeySensor(
        bucket_keys=given.get("bucket_key"), **_fields(given), **given.fields(*named)
    )


def _waits_for(given: Given, argument: str) -> bool:
    if given.get(argument):
        return True
    if not given.flawed:
        example = given.decorator.by_name[argument].example
        given.report.add(
            MissingArgument(
                span=given.span,
                decorator=given.decorator.name,
                argument=argument,
                example=f"{argument}={example}",
            )
        )
    return False


def _fields(given: Given) -> dict[str, Any]:
    """What both nodes have."""
    fields = given.fields("name", "description", "mode", "exponential_backoff", "pool", "soft_fail")
    for argument in ("timeout", "poke_interval"):
        if argument in given.values:
            fields[f"{argument}_seconds"] = given.get(argument)
    return {**fields, "spans": given.spans, "span": given.span}
