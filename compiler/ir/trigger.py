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
