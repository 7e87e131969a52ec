"""What becomes of a decorator that user code adds or removes while the flow runs.

The scheduler follows what the compiler read in the source; nothing tells it of the change.
So the runtime enacts what a task can enact itself (`@catch`, `@timeout`, `@environment`,
`@secrets`, `@card`). What only asks for a place to run in is passed over with a notice, for
the results are the same without it. What changes how a run goes is refused: to go on
without it would be another flow than the one that the user wrote.
"""

from __future__ import annotations

from typing import Any, Optional

from runtime_shim.exceptions import MetaflowException

_PASSED_OVER = frozenset(
    {
        *("resources", "kubernetes", "batch", "conda", "pypi", "conda_base", "pypi_base"),
        *("project", "schedule", "trigger", "trigger_on_finish"),
        *("airflow_external_task_sensor", "airflow_s3_key_sensor"),
    }
)
_REFUSED = frozenset({"retry", "parallel", "pytorch_parallel", "exit_hook"})
_ENACTED_BEFORE = _REFUSED | {"environment"}
"""Of what the source says the scheduler has done this already, or will do it."""


def check_added(name: str, step: Optional[Any], by: str) -> None:
    """Raises `MetaflowException`, or leaves a notice with the step, where that is needed."""
    if name in _REFUSED:
        raise MetaflowException(
            f"{by} adds @{name} to {_place(step)} while the flow runs, and the scheduler, which "
            f"would have to act on it, was made from the source. Write @{name} there."
        )
    if name in _PASSED_OVER:
        _notice(step, f"{by} adds @{name}, which has no effect: the flow was compiled without it.")


def check_removed(name: str, step: Optional[Any], by: str) -> None:
    """Raises `MetaflowException`, or leaves a notice with the step, where that is needed."""
    if name in _ENACTED_BEFORE:
        raise MetaflowException(
            f"{by} removes @{name} from {_place(step)} while the flow runs, and the scheduler, "
            f"which acts on it, was made from the source. Take @{name} out there."
        )
    if name in _PASSED_OVER:
        _notice(step, f"{by} removes @{name}, which has no effect: the flow was compiled with it.")


def _place(step: Optional[Any]) -> str:
    return "the flow" if step is None else f"the step `{step.name}`"


def _notice(step: Optional[Any], text: str) -> None:
    # Each process would say it again of the flow as a whole; a step is run by its own tasks.
    if step is not None:
        step.notices.append(text)
