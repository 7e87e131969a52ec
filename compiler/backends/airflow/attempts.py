"""How often Airflow tries a task."""

from __future__ import annotations

from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.python import Call, Expression
from compiler.ir.step import Step
from runtime_shim.contract import FALLBACK_ATTEMPTS

TIMEDELTA = Import("datetime", "timedelta")
DEFAULT_RETRIES = 0
"""Of every task in the file: in Airflow's configuration there may be another default."""
_UNITS = (("hours", 3600), ("minutes", 60), ("seconds", 1))


def retries(step: Step) -> int:
    """How often a task of the step is tried again at most."""
    return (step.retry.times if step.retry else 0) + (FALLBACK_ATTEMPTS if step.catch else 0)


def attempt_arguments(step: Step) -> dict[str, Expression]:
    """The retries, where they are others than `DEFAULT_RETRIES`."""
    if not retries(step):
        return {}
    # Airflow's own default is five minutes.
    return {
        "retries": retries(step),
        "retry_delay": duration(step.retry.wait_seconds if step.retry else 0),
    }


def duration(seconds: int) -> Call:
    """Seconds as a `timedelta`, in the largest unit that there is a whole number of."""
    unit, size = next((unit, size) for unit, size in _UNITS if seconds % size == 0)
    if not seconds:
        unit = "seconds"
    return Call("timedelta", kwargs=((unit, seconds // size),))
