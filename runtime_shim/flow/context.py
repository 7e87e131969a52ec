"""Which attempt of which task this process runs, and what it has at hand for that."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from runtime_shim import contract
from runtime_shim.errors import FlowcError
from runtime_shim.flow.counting import Count, begin_attempt
from runtime_shim.flow.parameter_text import read_parameters
from runtime_shim.history import History
from runtime_shim.manifest import TaskId
from runtime_shim.plan import Plan, PlanStep, read_plan
from runtime_shim.project import ProjectContext, read_project
from runtime_shim.run_record import RunRecord
from runtime_shim.store import Store, open_store


@dataclass(frozen=True)
class TaskContext:
    """One attempt, and the run that it is part of."""

    plan: Plan
    store: Store
    run: str
    task: TaskId
    attempt: int
    environment: Mapping[str, str]
    """Of the process, as it started: the variables of `contract` are looked up here."""
    first: int = 0
    """The number of the attempt that the step's retries count from."""

    @property
    def step(self) -> PlanStep:
        return self.plan.steps[self.task.step]

    @property
    def retry(self) -> int:
        """How often the task has been tried before, since somebody last had it run."""
        return max(0, self.attempt - self.first)

    @cached_property
    def history(self) -> History:
        return History(self.store, self.plan.flow, self.run)

    @cached_property
    def record(self) -> RunRecord | None:
        """The record of the run, read when somebody asks for tags or the user."""
        return self.history.record()

    @cached_property
    def project(self) -> ProjectContext | None:
        """The part of `@project` that the scheduler knows."""
        return project_in(self.environment)


def context_of(step: str, path: str, count: Count, first: int = 0) -> TaskContext:
    """The context that the environment describes; raises `FlowcError` for what it lacks.

    A retry leaves the record of its start.
    """
    environment = dict(os.environ)
    # It may be larger than what a process that the step starts can be given.
    os.environ.pop(contract.ENV_PARAMETERS, None)
    plan = plan_of(environment)
    if step not in plan.steps:
        raise FlowcError(f"the flow {plan.flow} has no step `{step}`.")
    store = open_store(required_variable(environment, contract.ENV_DATASTORE))
    run, task = required_variable(environment, contract.ENV_RUN), TaskId(step, path)
    return TaskContext(
        plan=plan,
        store=store,
        run=run,
        task=task,
        attempt=begin_attempt(History(store, plan.flow, run), plan.steps[step], task, count),
        environment=environment,
        first=first,
    )


def flow_of(environment: Mapping[str, str]) -> tuple[str, str]:
    """The file and the class that `FLOWC_FLOW` names; raises `FlowcError`."""
    file, _, name = required_variable(environment, contract.ENV_FLOW).rpartition(":")
    if not file:
        raise FlowcError(
            f"the environment variable {contract.ENV_FLOW} is to be `path/of/flow.py:ClassName`."
        )
    return file, name


def given_parameters(environment: Mapping[str, str]) -> dict[str, str]:
    """The parameters that somebody set when the run started, as texts, by their names.

    Raises `FlowcError` where the variable that holds them is malformed.
    """
    try:
        given = read_parameters(environment.get(contract.ENV_PARAMETERS) or "[]")
    except ValueError as error:
        raise FlowcError(
            f"the environment variable {contract.ENV_PARAMETERS} is to be JSON of the form "
            '[{"name": ..., "value": "text"}, ...] or {name: value, ...}, or that in base64 '
            f"({error})."
        ) from None
    return {name: value for name, value in given.items() if value != contract.UNSET}


def project_in(environment: Mapping[str, str]) -> ProjectContext | None:
    """The part of `@project` that the environment names, if any."""
    text = environment.get(contract.ENV_PROJECT)
    return read_project(text) if text else None


def plan_of(environment: Mapping[str, str]) -> Plan:
    """The plan that the environment names; raises `FlowcError`."""
    path = Path(required_variable(environment, contract.ENV_PLAN))
    try:
        return read_plan(path.read_bytes())
    except (OSError, ValueError) as error:
        raise FlowcError(f"the plan {path} cannot be read: {error}.") from None
    except (LookupError, TypeError, AttributeError) as error:
        raise FlowcError(f"the file {path} is no plan of flowc's ({error!r}).") from None


def required_variable(environment: Mapping[str, str], name: str) -> str:
    """A variable that every task has; raises `FlowcError` where it is not set."""
    value = environment.get(name)
    if not value:
        raise FlowcError(f"the environment variable {name} is not set.")
    return value
