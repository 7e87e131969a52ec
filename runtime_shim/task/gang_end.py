"""The end of a gang that ends with its main node, as a multi-node job of AWS Batch does."""

from __future__ import annotations

import time
from typing import Optional

from runtime_shim import contract
from runtime_shim.authoring import gang
from runtime_shim.batch_job import JOB_ID
from runtime_shim.errors import FlowcError
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import TaskId
from runtime_shim.store import Missing
from runtime_shim.store.together import together

_FIRST_SECONDS = 0.5
_MOST_SECONDS = 15.0
"""Between two looks, which get rarer."""


def await_members(context: TaskContext) -> None:
    """In the main node of a multi-node job, waits for the others to commit the same attempt.

    One may have more to do than the others, so that no time is too long: the timeout of the job
    itself ends it where a member has died without a word. Raises `FlowcError` where one failed.
    """
    is_job = context.environment.get(contract.ENV_BATCH) == contract.BATCH_GANG
    if not is_job or gang.member(context) != 0:
        return
    around = context.task.path.rpartition(".")[0]
    awaited = [
        TaskId(context.task.step, contract.child_path(around, index))
        for index in range(1, gang.size(context))
    ]
    pause = _FIRST_SECONDS
    while True:
        found = together(context.store, lambda task: _goes_on(context, task), awaited)
        awaited = [task for task, goes_on in zip(awaited, list(found)) if goes_on]  # noqa: B905
        if not awaited:
            return
        time.sleep(pause)
        pause = min(1.5 * pause, _MOST_SECONDS)


def _goes_on(context: TaskContext, task: TaskId) -> bool:
    """Whether the attempt has neither committed nor failed; raises `FlowcError` for the latter."""
    number, history = context.attempt, context.history
    key = contract.manifest_key(history.flow, history.run, task.step, task.path, number)
    if context.store.exists(key):
        return False
    try:
        failure = history.failure(task, number)
    except Missing:
        return True
    # A job before, whose attempts had the same numbers, may have left it.
    if _job(failure.system.get("job")) != _job(context.environment.get(JOB_ID)):
        return True
    member = task.path.rpartition(".")[2]
    reason = f" ({failure.error.summary})" if failure.error else ""
    raise FlowcError(
        f"member {member} of the gang `{task.step}` has failed{reason}, and so has the gang."
    )


def _job(node: Optional[str]) -> Optional[str]:
    """The job of a node, by the id that the node is told."""
    return node and node.partition("#")[0]
