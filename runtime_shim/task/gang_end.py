"""The end of a gang that ends with its main node, as a multi-node job of AWS Batch does."""

from __future__ import annotations

import time
from typing import Optional

from runtime_shim import contract
from runtime_shim.authoring import gang
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
        found = together(context.store, lambda task: _unless_committed(context, task), awaited)
        awaited = [task for task in found if task is not None]
        if not awaited:
            return
        time.sleep(pause)
        pause = min(1.5 * pause, _MOST_SECONDS)


def _unless_committed(context: TaskContext, task: TaskId) -> Optional[TaskId]:
    """The task, as long as its attempt goes on; raises `FlowcError` where it has failed."""
    number, history = context.attempt, context.history
    key = contract.manifest_key(history.flow, history.run, task.step, task.path, number)
    if context.store.exists(key):
        return None
    try:
        error = history.failure(task, number).error
    except Missing:
        return task
    member = task.path.rpartition(".")[2]
    reason = f" ({error.summary})" if error else ""
    raise FlowcError(
        f"member {member} of the gang `{task.step}` has failed{reason}, and so has the gang."
    )
