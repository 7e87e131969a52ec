"""What starts a run, and what follows it: schedules, events, exit hooks, projects."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from compiler.diagnostics.span import Span
from compiler.ir.model import ONE_OF_KIND, Node


class Cron(Node):
    """A cron expression in one canonical form: numbers only, Sunday is 0, `*` for any.

    The order is that of standard cron, with AWS's year at the end. `L`, `W` and `#`
    stand as AWS writes them, with the day of the week counted from 0.
    """

    minute: str
    hour: str
    day_of_month: str
    month: str
    day_of_week: str
    year: str = "*"
    dialect: Literal["standard", "aws"] = "standard"
    """Which one the source was written in. It decides what a restricted day of month
    together with a restricted day of week means: either, in standard cron; AWS refuses it."""


class Schedule(Node):
    """`@schedule`"""

    cron: Cron
    timezone: str | None = None
    span: Span


class Event(Node):
    """One event of `@trigger`, and which field of its payload sets which parameter."""

    name: str
    parameters: dict[str, str] = field(default_factory=dict)
    """From the parameter's name to the payload's field."""
    span: Span


class UpstreamFlow(Node):
    """One flow of `@trigger_on_finish`."""

    flow: str
    project: str | None = None
    branch: str | None = None
    span: Span


class ResetAt(Node):
    """When the events seen so far are forgotten: `options={"reset_at": {...}}`."""

    cron: Cron
    timezone: str | None = None


class EventTrigger(Node):
    """`@trigger`: the flow starts when all of the events have come."""

    kind: Literal["event"] = "event"
    events: tuple[Event, ...]
    reset_at: ResetAt | None = None
    span: Span


class FinishTrigger(Node):
    """`@trigger_on_finish`: the flow starts when all of the flows have succeeded."""

    kind: Literal["finish"] = "finish"
    flows: tuple[UpstreamFlow, ...]
    reset_at: ResetAt | None = None
    span: Span


Trigger = Annotated[EventTrigger | FinishTrigger, ONE_OF_KIND]


class _Sensor(Node):
    """What Airflow's sensors have in common: a task before the first step, which waits.

    The defaults are Metaflow's.
    """

    name: str | None = None
    """The id of the task."""
    description: str | None = None
    timeout_seconds: int = 3600
    """How long it waits before it fails."""
    poke_interval_seconds: int = 60
    """How long it waits between two looks."""
    mode: Literal["poke", "reschedule"] = "reschedule"
    """Whether it keeps its worker in between."""
    exponential_backoff: bool = True
    """Whether it waits longer each time."""
    pool: str | None = None
    soft_fail: bool = False
    """Whether the run is skipped instead of failing."""
    spans: dict[str, Span] = field(default_factory=dict)
    """Where each argument that was given stands, by its name in the source."""
    span: Span


class ExternalTaskSensor(_Sensor):
    """`@airflow_external_task_sensor`: waits for the run of another DAG, or for tasks in it."""

    kind: Literal["airflow_external_task_sensor"] = "airflow_external_task_sensor"
    external_dag_id: str
    external_task_ids: tuple[str, ...] = ()
    """Empty means the run as a whole."""
    allowed_states: tuple[str, ...] = ("success",)
    failed_states: tuple[str, ...] = ()
    execution_delta_seconds: int | None = None
    """How much earlier the other run was for; that of the same time where it is None."""
    check_existence: bool = True


class S3KeySensor(_Sensor):
    """`@airflow_s3_key_sensor`: waits until all of some keys are there."""

    kind: Literal["airflow_s3_key_sensor"] = "airflow_s3_key_sensor"
    bucket_keys: tuple[str, ...]
    """URLs, or keys in the bucket."""
    bucket_name: str | None = None
    wildcard_match: bool = False
    aws_conn_id: str | None = None
    verify: bool | str | None = None
    """Whether the store's certificate is verified, or by which file of authorities."""


Sensor = Annotated[ExternalTaskSensor | S3KeySensor, ONE_OF_KIND]


class ExitHook(Node):
    """`@exit_hook`: functions of the user's that run when a run is over."""

    on_success: tuple[str, ...] = ()
    on_error: tuple[str, ...] = ()
    image: str | None = None
    span: Span


class Project(Node):
    """`@project`: the name, and the branch that its deployments share."""

    name: str
    branch: str | None = None
    production: bool = False
    span: Span
