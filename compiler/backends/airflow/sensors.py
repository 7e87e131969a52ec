"""Airflow's own sensors: tasks before the first step, each of which waits for something."""

from __future__ import annotations

import re

from compiler.backends.airflow.attempts import TIMEDELTA, duration
from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.jinja_text import literal
from compiler.backends.airflow.names import Names
from compiler.backends.airflow.python import Call, Expression
from compiler.backends.airflow.statements import Assign
from compiler.ir.flow import Flow
from compiler.ir.trigger import ExternalTaskSensor, S3KeySensor, Sensor
from compiler.settings import Settings

_OPERATORS = {
    "airflow_external_task_sensor": Import(
        "airflow.providers.standard.sensors.external_task", "ExternalTaskSensor"
    ),
    "airflow_s3_key_sensor": Import("airflow.providers.amazon.aws.sensors.s3", "S3KeySensor"),
}
_OUTSIDE = re.compile(r"\W+", re.ASCII)


def sensors(flow: Flow, settings: Settings, names: Names) -> tuple[Assign, ...]:
    """The tasks of all sensors, all of which must be over before the first step starts."""
    # The ids that the user has given go first, lest flowc give one of them to another sensor.
    named = {
        sensor.name: names.claim(_variable(sensor.name))
        for sensor in flow.sensors
        if sensor.name is not None
    }
    made: list[Assign] = []
    for sensor in flow.sensors:
        name = named[sensor.name] if sensor.name is not None else names.claim(_task_id(sensor))
        kwargs = {"task_id": sensor.name or name, **_arguments(sensor, settings)}
        call = Call(_OPERATORS[sensor.kind].name, (), tuple(kwargs.items()))
        made.append(Assign(name, call))
    return tuple(made)


def sensor_imports(flow: Flow) -> tuple[Import, ...]:
    """What the file needs for them."""
    found = [_OPERATORS[sensor.kind] for sensor in flow.sensors]
    if any(
        isinstance(sensor, ExternalTaskSensor) and sensor.execution_delta_seconds is not None
        for sensor in flow.sensors
    ):
        found.append(TIMEDELTA)
    return tuple(dict.fromkeys(found))


def _task_id(sensor: Sensor) -> str:
    if isinstance(sensor, S3KeySensor):
        return "wait_for_key"
    return f"wait_for_{_OUTSIDE.sub('_', sensor.external_dag_id)}"


def _variable(task_id: str) -> str:
    name = _OUTSIDE.sub("_", task_id)
    return name if name.isidentifier() else f"sensor_{name}"


def _arguments(sensor: Sensor, settings: Settings) -> dict[str, Expression]:
    """How it waits is always told: Metaflow's defaults are not Airflow's."""
    arguments = _key(sensor, settings) if isinstance(sensor, S3KeySensor) else _dag(sensor)
    arguments |= {
        "timeout": sensor.timeout_seconds,
        "poke_interval": sensor.poke_interval_seconds,
        "mode": sensor.mode,
        "exponential_backoff": sensor.exponential_backoff,
    }
    if settings.airflow.deferrable:
        arguments["deferrable"] = True
    if sensor.soft_fail:
        arguments["soft_fail"] = True
    if sensor.pool is not None:
        arguments["pool"] = sensor.pool
    if sensor.description is not None:
        arguments["doc"] = sensor.description
    return arguments


def _dag(sensor: ExternalTaskSensor) -> dict[str, Expression]:
    arguments: dict[str, Expression] = {"external_dag_id": literal(sensor.external_dag_id)}
    if sensor.external_task_ids:
        arguments["external_task_ids"] = [literal(task) for task in sensor.external_task_ids]
    arguments["allowed_states"] = list(sensor.allowed_states)
    if sensor.failed_states:
        arguments["failed_states"] = list(sensor.failed_states)
    if sensor.execution_delta_seconds is not None:
        arguments["execution_delta"] = duration(sensor.execution_delta_seconds)
    arguments["check_existence"] = sensor.check_existence
    return arguments


def _key(sensor: S3KeySensor, settings: Settings) -> dict[str, Expression]:
    keys = [literal(key) for key in sensor.bucket_keys]
    arguments: dict[str, Expression] = {"bucket_key": keys[0] if len(keys) == 1 else keys}
    if sensor.bucket_name is not None:
        arguments["bucket_name"] = literal(sensor.bucket_name)
    if sensor.wildcard_match:
        arguments["wildcard_match"] = True
    connection = sensor.aws_conn_id or settings.airflow.aws_conn_id
    if connection is not None:
        arguments["aws_conn_id"] = literal(connection)
    if sensor.verify is not None:
        file_or_flag = sensor.verify
        arguments["verify"] = (
            literal(file_or_flag) if isinstance(file_or_flag, str) else file_or_flag
        )
    return arguments
