"""Job definitions of Batch: one for each kind of job, shared by the steps that need the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from compiler.backends.backend import Program
from compiler.backends.short_names import plain_name
from compiler.backends.stepfunctions import retries
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.kinds import Kind
from compiler.backends.stepfunctions.tasks import placeholder
from compiler.compute.batch import hook_container, step_container
from compiler.compute.batch_jobs import MAX_JOB_NAME, Job, job_definition
from compiler.compute.batch_models import JobDefinition
from compiler.compute.deadline import deadline_seconds
from compiler.compute.task_environment import gang_variables
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim import contract

JOB_ROLE = placeholder("JobRole")
EXECUTION_ROLE = placeholder("ExecutionRole")
GANG_DEADLINE_SECONDS = 5 * 24 * 3600
"""Of a multi-node job without `@timeout`, as long as Metaflow lets any job run. The main node waits
for the others, and nobody tells it of one that was killed."""
_TASK = contract.retry_arguments("Ref::step", "Ref::path", "Ref::retry")
_HOOK = contract.hook_arguments("Ref::function")
_FIRST = (("retry", "0"),)
"""What a request need not say that is the first."""


class JobDefinitions:
    """The job definitions of a flow, each content once, in the order of its first step."""

    def __init__(
        self,
        program: Program,
        settings: Settings,
        identity: Identity,
        kinds: Mapping[str, Kind],
    ) -> None:
        self._identity = identity
        self._of_job: dict[Job, str] = {}
        self._of_step: dict[str, str] = {}
        self._of_hook: dict[str | None, str] = {}
        self._names: set[str] = set()
        self.definitions: dict[str, JobDefinition] = {}
        """By the name of the placeholder that stands for its ARN."""
        for step in program.flow.steps:
            if kinds[step.name] is not Kind.EKS:
                environment = program.environments.get(step.name)
                job = _of_step(step, kinds[step.name], settings, environment)
                self._of_step[step.name] = self._placeholder(job, step.name)
        for hook in program.flow.exit_hooks:
            job = Job(hook_container(hook.image, settings), _HOOK)
            self._of_hook[hook.image] = self._placeholder(job, "exit-hook")

    def of(self, step: str) -> str:
        """The name of the placeholder for the definition that runs a step."""
        return self._of_step[step]

    def of_hook(self, image: str | None) -> str:
        """The same for exit hooks with that image."""
        return self._of_hook[image]

    def _placeholder(self, job: Job, first: str) -> str:
        if job not in self._of_job:
            name, number = _logical_id(first), 1
            while name in self.definitions:
                number += 1
                name = f"{_logical_id(first)}{number}"
            suffix = f"-{number}" if number > 1 else ""
            full = plain_name(f"{self._identity.name}-{first}{suffix}", MAX_JOB_NAME)
            self.definitions[name] = job_definition(_with_roles(job), full)
            self._of_job[job] = name
        return self._of_job[job]


def _of_step(step: Step, kind: Kind, settings: Settings, environment: str | None) -> Job:
    container = step_container(step, settings, environment)
    job = Job(container, _TASK, parameters=_FIRST, deadline_seconds=deadline_seconds(step))
    if kind is Kind.TASK:
        # The state machine counts the step's own attempts.
        return job
    gang = kind is Kind.GANG
    own = [(contract.ENV_BATCH, contract.BATCH_ARRAY)]
    if gang:
        own = [(contract.ENV_BATCH, contract.BATCH_GANG), *gang_variables(step)]
    return replace(
        job,
        container=replace(container, env=(*container.env, *own)),
        attempts=1 + retries.attempts_of(step),
        deadline_seconds=job.deadline_seconds or (GANG_DEADLINE_SECONDS if gang else None),
        nodes=gang,
    )


def _with_roles(job: Job) -> Job:
    container = job.container
    # On EC2 the machine's own role may do.
    execution_role = container.execution_role or (EXECUTION_ROLE if container.fargate else None)
    job_role = container.job_role or JOB_ROLE
    roles = replace(container, job_role=job_role, execution_role=execution_role)
    return replace(job, container=roles)


def _logical_id(step: str) -> str:
    """What CloudFormation takes as the name of a resource.

    >>> _logical_id("train_model"), _logical_id("größe")
    ('TrainModelJob', 'GrEJob')
    """
    words = re.findall(r"[A-Za-z0-9]+", step)
    return f"{''.join(word[0].upper() + word[1:] for word in words)}Job"
