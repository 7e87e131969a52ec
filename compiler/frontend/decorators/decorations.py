"""What the decorators of a flow and of a step amount to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from compiler.diagnostics.span import Span
from compiler.frontend.decorators.packages import Layer, Manager
from compiler.ir.compute import Compute, Packages, Resources, Secrets
from compiler.ir.step import Card, Catch, Opaque, Retry, Timeout
from compiler.ir.trigger import ExitHook, Project, Schedule, Sensor, Trigger
from compiler.record import Record


class FlowDecorations(Record):
    """All that the decorators of a flow's class say."""

    project: Project | None = None
    schedule: Schedule | None = None
    triggers: tuple[Trigger, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    exit_hooks: tuple[ExitHook, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    packages: Mapping[Manager, Layer] = field(default_factory=dict)
    """What `@pypi_base` and `@conda_base` give to every step."""


class StepDecorations(Record):
    """All that the decorators of a step say, with what the flow adds to it."""

    start: bool = False
    end: bool = False
    resources: Resources = field(default_factory=Resources)
    compute: Compute | None = None
    retry: Retry | None = None
    catch: Catch | None = None
    timeout: Timeout | None = None
    environment: dict[str, str] = field(default_factory=dict)
    environment_span: Span | None = None
    secrets: Secrets | None = None
    packages: Packages | None = None
    packages_disabled: bool = False
    cards: tuple[Card, ...] = ()
    parallel: bool = False
    opaque: tuple[Opaque, ...] = ()
