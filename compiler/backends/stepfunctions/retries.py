"""Which failures a state is tried again after.

A step's own failure and a request that a service had no room for are counted apart, so that a
busy service uses up nobody's attempts.
"""

from __future__ import annotations

from compiler.backends.stepfunctions.models import Retrier
from compiler.ir.step import Step
from runtime_shim.contract import FALLBACK_ATTEMPTS


def _busy(*errors: str) -> Retrier:
    """Waits up to 2, 4, 8... 60 seconds, at random lest all come back at once."""
    return {
        "ErrorEquals": list(errors),
        "IntervalSeconds": 2,
        "BackoffRate": 2,
        "MaxDelaySeconds": 60,
        "MaxAttempts": 20,
        "JitterStrategy": "FULL",
    }


def of_batch() -> Retrier:
    """Batch takes 50 jobs a second of an account, and answers all others with status 429. Which of
    these names Step Functions gives to that has changed over time; `Batch.ClientException`, for
    a request that is wrong, is not among them."""
    return _busy(
        "Batch.AWSBatchException",
        "Batch.BatchException",
        "Batch.ServerException",
        "Batch.TooManyRequestsException",
    )


def of_eks() -> Retrier:
    """The Kubernetes API's answers, by their status ("Errors" of the EKS integration)."""
    return _busy("EKS.429", "EKS.500", "EKS.503", "EKS.504")


def of_requests() -> Retrier:
    """Of a request that changes nothing, whatever its failure."""
    return _tried_often("States.TaskFailed")


def of_items() -> Retrier:
    """Of reading the list of a map's items."""
    return _tried_often("States.ItemReaderFailed")


def _tried_often(error: str) -> Retrier:
    return {"ErrorEquals": [error], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2}


def attempts_of(step: Step) -> int:
    """How often a task of the step is started at most after its first attempt."""
    retries = step.retry.times if step.retry else 0
    return retries + (FALLBACK_ATTEMPTS if step.catch else 0)


def of_step(step: Step) -> list[Retrier]:
    """Of a step whose attempts are the state machine's to count."""
    attempts = attempts_of(step)
    if not attempts:
        return []
    wait = step.retry.wait_seconds if step.retry else 0
    return [
        {
            "ErrorEquals": ["States.TaskFailed"],
            # At least a second: the language has no shorter one.
            "IntervalSeconds": max(wait, 1),
            "MaxAttempts": attempts,
            "BackoffRate": 1,
        }
    ]
