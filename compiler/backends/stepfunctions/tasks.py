"""The states that run a step's task as a Batch job, and those that read what it has left."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.backends.short_names import plain_name
from compiler.backends.stepfunctions import retries
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.intrinsics import Reference, as_text, call
from compiler.backends.stepfunctions.models import Payload, State
from compiler.backends.stepfunctions.scope import (
    ENVIRONMENT,
    PATH,
    RESULT,
    RETRIES,
    parameters_text,
    result_key,
    variable,
)
from compiler.compute.batch_jobs import MAX_JOB_NAME
from compiler.ir.compute import Batch
from compiler.ir.step import Step
from runtime_shim import contract

SUBMIT = "arn:aws:states:::batch:submitJob.sync"
GET_OBJECT = "arn:aws:states:::aws-sdk:s3:getObject"
QUEUE = "${JobQueue}"


def placeholder(name: str) -> str:
    """What a deployment puts a resource's name in the place of.

    >>> placeholder("TrainJob")
    '${TrainJob}'
    """
    return f"${{{name}}}"


def batch_task(step: Step, definition: str, identity: Identity, *, starts: bool) -> State:
    """Runs the task of the scope's path."""
    return {
        "Type": "Task",
        "Resource": SUBMIT,
        "Parameters": submission(step, definition, identity, starts=starts),
        "ResultPath": None,
        "Retry": [retries.of_batch(), *retries.of_step(step)],
    }


def submission(step: Step, definition: str, identity: Identity, *, starts: bool = False) -> Payload:
    """What Batch is asked for.

    The job definition has the command, and puts the `Parameters` into it. So a step's state has
    only what tells it from others.
    """
    parameters: Payload = {"step": step.name, "path.$": PATH}
    if retries.attempts_of(step):
        parameters["retry.$"] = as_text(RETRIES)
    queue = step.compute.queue if isinstance(step.compute, Batch) else None
    return {
        "JobName": job_name(identity, step.name),
        "JobDefinition": placeholder(definition),
        "JobQueue": queue or QUEUE,
        "Parameters": parameters,
        "ContainerOverrides": environment(identity, starts=starts),
    }


def hook_task(function: str, definition: str, identity: Identity, status: str) -> State:
    """Calls one exit hook."""
    more = {"Name": contract.ENV_RUN_STATUS, "Value": status}
    return {
        "Type": "Task",
        "Resource": SUBMIT,
        "Parameters": {
            "JobName": job_name(identity, function),
            "JobDefinition": placeholder(definition),
            "JobQueue": QUEUE,
            "Parameters": {"function": function},
            "ContainerOverrides": {"Environment": [*_repeated(identity), more]},
        },
        "ResultPath": None,
        "Retry": [retries.of_batch()],
    }


def job_name(identity: Identity, what: str) -> str:
    """What the job is called in Batch's lists, where names need not be unique."""
    return plain_name(f"{identity.name}-{what}", MAX_JOB_NAME)


def environment(identity: Identity, *, starts: bool) -> Payload:
    """The variables of a task, which the scope has; where a run starts, its parameters too."""
    if not starts:
        return {"Environment.$": ENVIRONMENT}
    given = {"Name": contract.ENV_PARAMETERS, "Value.$": parameters_text()}
    return {"Environment": [*_repeated(identity), given]}


def read_result(identity: Identity, step: str, result: str) -> State:
    """Puts what the step has left for the state machine into the scope."""
    body = Reference("$.Body")
    value = call("StringToJson", body) if result == contract.RESULT_WIDTH else body
    return {
        "Type": "Task",
        "Resource": GET_OBJECT,
        "Parameters": {
            "Bucket": identity.bucket,
            "Key.$": result_key(identity.prefix, identity.flow, step, result),
        },
        "ResultSelector": {f"{result}.$": value},
        "ResultPath": RESULT,
        "Retry": [retries.of_requests()],
    }


def _repeated(identity: Identity) -> Sequence[Payload]:
    """The scope's variables one by one: the language cannot append to a list."""
    return [
        {"Name": name, "Value.$": variable(position)}
        for position, (name, _) in enumerate(identity.env)
    ]
