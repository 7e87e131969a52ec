"""A whole flow."""

from __future__ import annotations

from functools import cached_property

from compiler.diagnostics.span import Span
from compiler.ir.model import Node
from compiler.ir.parameter import FlowConfig, IncludedFile, Parameter
from compiler.ir.step import Opaque, Step
from compiler.ir.trigger import ExitHook, Project, Schedule, Sensor, Trigger

IR_VERSION = 1
"""Raised by every change that a reader of the JSON could notice, but for additions."""


class Flow(Node):
    """A flow as the frontend understood it.

    The graph may still be wrong in ways that the passes report: an unknown target,
    a split that nothing joins. After the checks it is sound.
    """

    ir_version: int = IR_VERSION
    name: str
    file: str
    """The flow's source file, relative to the project root."""
    doc: str = ""
    start: str
    end: str
    parameters: tuple[Parameter, ...] = ()
    files: tuple[IncludedFile, ...] = ()
    configs: tuple[FlowConfig, ...] = ()
    constants: tuple[str, ...] = ()
    """Class attributes that are no parameter: readable in every step."""
    properties: tuple[str, ...] = ()
    """Properties and methods of the class: readable in every step."""
    project: Project | None = None
    schedule: Schedule | None = None
    triggers: tuple[Trigger, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    exit_hooks: tuple[ExitHook, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    steps: tuple[Step, ...]
    """In the order of the source."""
    span: Span
    """The name in the `class` line."""

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """The steps by name."""
        return {step.name: step for step in self.steps}

    @property
    def inputs(self) -> tuple[Parameter | IncludedFile, ...]:
        """All that a run can be given."""
        return (*self.parameters, *self.files)

    @cached_property
    def predecessors(self) -> dict[str, tuple[str, ...]]:
        """For each step the steps that lead to it, in the order of the source."""
        found: dict[str, list[str]] = {step.name: [] for step in self.steps}
        for step in self.steps:
            for target in step.transition.targets:
                if target in found:
                    found[target].append(step.name)
        return {name: tuple(steps) for name, steps in found.items()}
