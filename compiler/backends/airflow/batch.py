"""Steps with `@batch` as BatchOperators, and the job definitions that these refer to.

Whoever deploys the DAG registers the definitions. The name of each has a digest of what it says,
so that an older version of the DAG goes on with its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from compiler.backends.airflow.attempts import attempt_arguments
from compiler.backends.airflow.identity import Identity
from compiler.backends.airflow.jinja_text import literal
from compiler.backends.airflow.kinds import Arguments, kinds
from compiler.backends.airflow.python import Code, Expression, Spread
from compiler.backends.backend import Program
from compiler.backends.short_names import digest, plain_name
from compiler.compute.batch import hook_container, step_container
from compiler.compute.batch_jobs import MAX_JOB_NAME, Job, job_definition
from compiler.compute.batch_models import JobDefinition
from compiler.compute.deadline import deadline_seconds
from compiler.ir.compute import Batch
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim import contract

OPERATOR = "BatchOperator"
JOB_FUNCTION = '''\
def job(name, path="-"):
    """The same for a job of Batch: the parameters of its definition."""
    words = step(name, path)
    return {word.lstrip("-"): value for word, value in zip(words[::2], words[1::2])}'''
"""A function of the file, behind `step`, which gives the arguments of the runtime."""
LONGEST_SECONDS = 14 * 24 * 3600
"""How long the triggerer waits for a job. By default it is 35 hours, and what runs on then counts
as failed."""
_POLL_SECONDS = 30
"""Between two looks at a job: the operator's default."""
_TASK = contract.step_arguments("Ref::step", "Ref::path", "Ref::attempt", "Ref::first")
_HOOK = contract.hook_arguments("Ref::function")


class Jobs:
    """The jobs of a flow, as far as Airflow has to submit them."""

    def __init__(
        self, program: Program, settings: Settings, identity: Identity, *, hooks: bool
    ) -> None:
        self._program = program
        self._settings = settings
        self._dag_id = identity.dag_id
        self.definitions: dict[str, JobDefinition] = {}
        """By their names."""
        self._names: dict[str, str] = {}
        jobs = {
            step.name: self._of_step(step, step.compute)
            for step in program.flow.steps
            if isinstance(step.compute, Batch)
        }
        self._hooks: dict[str | None, str] = {}
        for hook in program.flow.exit_hooks if hooks else ():
            if hook.image not in self._hooks:
                name = self._hooks[hook.image] = f"hook-{len(self._hooks)}"
                jobs[name] = self._of_hook(hook.image)
        self.constants: Arguments = {}
        """What the operators refer to: the variables of all jobs, and each kind of job."""
        self._of: Mapping[str, str] = {}
        if jobs:
            found = kinds(jobs, "JOB")
            self._of = found.of
            self.constants = {"JOB_ENV": _environment(identity), **found.constants}

    def of(self, step: str) -> tuple[Arguments, str]:
        """What a step's operator is given, but for its id and the parameters of the job; and the
        constant with more of it."""
        flow = self._program.flow
        node = flow.by_name[step]
        starts = step == flow.start and flow.inputs
        more: Arguments = {contract.ENV_PARAMETERS: Code("PARAMETERS")} if starts else {}
        made: Arguments = {
            "job_name": self._job_name(step),
            "container_overrides": _overrides(more),
            **attempt_arguments(node),
        }
        return made, self._of[step]

    def of_hook(self, function: str, image: str | None, status: str) -> tuple[Arguments, str]:
        """The same for an exit hook with that image, and the parameters as well."""
        made: Arguments = {
            "parameters": {"function": literal(function)},
            "job_name": self._job_name(function),
            "container_overrides": _overrides({contract.ENV_RUN_STATUS: status}),
        }
        return made, self._of[self._hooks[image]]

    def _job_name(self, what: str) -> str:
        """Names of jobs need not be unique."""
        return plain_name(f"{self._dag_id}-{what}", MAX_JOB_NAME)

    def _of_step(self, step: Step, batch: Batch) -> Arguments:
        environment = self._program.environments.get(step.name)
        container = step_container(step, self._settings, environment)
        job = Job(container, _TASK, deadline_seconds=deadline_seconds(step))
        return self._of_job(job, step.name, batch.queue or self._settings.queue)

    def _of_hook(self, image: str | None) -> Arguments:
        flow, settings = self._program.flow, self._settings
        start = flow.by_name[flow.start].compute
        queue = settings.queue or (start.queue if isinstance(start, Batch) else None)
        return self._of_job(Job(hook_container(image, settings), _HOOK), "exit-hook", queue)

    def _of_job(self, job: Job, first: str, queue: str | None) -> Arguments:
        settings = self._settings.airflow
        made: dict[str, Expression] = {
            "job_definition": self._registered(job, first),
            "job_queue": queue and literal(queue),
            "aws_conn_id": settings.aws_conn_id and literal(settings.aws_conn_id),
            "deferrable": settings.deferrable or None,
            "max_retries": LONGEST_SECONDS // _POLL_SECONDS if settings.deferrable else None,
            "pool": settings.pool,
        }
        return {name: value for name, value in made.items() if value is not None}

    def _registered(self, job: Job, first: str) -> str:
        """The name of the definition, which is there then; `first` is for people to read."""
        content = json.dumps(job_definition(job, ""), sort_keys=True)
        if content not in self._names:
            room = MAX_JOB_NAME - len(digest(content)) - 1
            name = f"{plain_name(f'{self._dag_id}-{first}', room)}-{digest(content)}"
            self._names[content] = name
            self.definitions[name] = job_definition(job, name)
        return self._names[content]


def _environment(identity: Identity) -> Expression:
    """The variables of a request, in which nothing is expanded but templates."""
    pairs = {
        name: literal(value) if isinstance(value, str) else value
        for name, value in identity.env
        # Job definitions have that: a request has no room for kilobytes.
        if name != contract.ENV_RUNTIME
    }
    return _pairs(pairs)


def _overrides(more: Arguments) -> Expression:
    return {"environment": Spread("JOB_ENV", _pairs(more)) if more else Code("JOB_ENV")}


def _pairs(env: Arguments) -> list[Expression]:
    """Variables in the form that Batch takes."""
    return [{"name": name, "value": value} for name, value in env.items()]
