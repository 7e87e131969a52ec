"""A DAG template while it is being written."""

from __future__ import annotations

from dataclasses import dataclass, field

from compiler.backends.argo.models import Dag, DagTask, Parameter, RetryStrategy, Template
from compiler.backends.argo.readiness import Ready

FALLS_THROUGH = "-"
"""What a loop template hands over when it just ends; no step has this name."""
EXIT = "exit"
"""The output of a loop template that tells by which way it was left."""


@dataclass
class Scope:
    """The tasks of one DAG template, and what its tasks must know of their surroundings."""

    template: str
    path: str = ""
    """The path of the tasks in this DAG, with placeholders; empty at the top."""
    loop: str | None = None
    """The label of the loop whose turn this DAG is."""
    parameters: list[Parameter] = field(default_factory=list)
    retry: RetryStrategy | None = None
    """How Argo tries again all that is in this DAG."""
    tasks: list[DagTask] = field(default_factory=list)
    arrivals: dict[str, list[Ready]] = field(default_factory=dict)
    """For the label of each shared tail in this DAG, from where it is entered."""
    recursions: list[str] = field(default_factory=list)
    """Tasks that start the next turn."""
    exits: dict[str, list[str]] = field(default_factory=dict)
    """For each label outside, the tasks that stand for the jump to it."""
    widest: str | None = None
    """The innermost switch that takes up much of the DAG."""

    def add(self, name: str, template: str, entry: Entry) -> DagTask:
        """A task of this DAG; whoever asks for it adds its arguments."""
        task: DagTask = {"name": name}
        if entry.point.depends:
            task["depends"] = entry.point.depends
        if entry.when is not None:
            task["when"] = entry.when
        task["template"] = template
        self.tasks.append(task)
        return task

    def finish(self) -> Template:
        """The template, once all its tasks are there."""
        made: Template = {"name": self.template}
        if self.parameters:
            made["inputs"] = {"parameters": self.parameters}
        if self.exits:
            expression = _exit_expression(self)
            made["outputs"] = {
                "parameters": [{"name": EXIT, "valueFrom": {"expression": expression}}]
            }
        if self.retry is not None:
            made["retryStrategy"] = self.retry
        dag: Dag = {"tasks": self.tasks}
        made["dag"] = dag
        return made


@dataclass(frozen=True, slots=True)
class Entry:
    """How control comes to a region. `when` may only refer to what `point` makes sure."""

    point: Ready
    when: str | None = None


def input_parameters(path: str, *, turn: bool = False) -> list[Parameter]:
    """The inputs of a template that is called from a scope with this path."""
    made: list[Parameter] = [{"name": "path"}] if path else []
    if turn:
        made.append({"name": "turn", "value": "0"})
    return made


def call_arguments(path: str) -> list[Parameter]:
    """What to give a template that has `input_parameters(path)`."""
    return [{"name": "path", "value": path}] if path else []


def _exit_expression(scope: Scope) -> str:
    """By which way the last turn was left. A conditional reads only the side that it takes."""
    ways = [(task, f"tasks['{task}'].outputs.parameters.{EXIT}") for task in scope.recursions] + [
        (task, f"'{label}'") for label, tasks in scope.exits.items() for task in tasks
    ]
    chain = "".join(f"tasks['{task}'].status == 'Succeeded' ? {way} : " for task, way in ways)
    return f"{chain}'{FALLS_THROUGH}'"
