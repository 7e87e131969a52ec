"""The record of an attempt that did not come to its step, for want of its code or its packages."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress

from runtime_shim import contract
from runtime_shim.errors import FlowcError, type_name
from runtime_shim.flow.context import flow_of, project_in, required_variable
from runtime_shim.flow.counting import Count, attempt_number
from runtime_shim.history import History
from runtime_shim.local_datastore import absolute_root
from runtime_shim.manifest import Failure, Manifest, Next, TaskId
from runtime_shim.store import open_store
from runtime_shim.task.commit import system_facts
from runtime_shim.task.run_start import begin_run


def record_failed_start(
    variables: Mapping[str, str],
    step: str,
    path: str,
    count: Count,
    began: float,
    error: FlowcError,
) -> None:
    """Records a failed attempt, in a run that has a record.

    `variables` are those that the process started with, `began` is in seconds since the epoch.
    Where the datastore is what the attempt failed for, nothing is recorded.
    """
    with suppress(FlowcError):
        file, flow = flow_of(variables)
        # By now a relative one may have been seen from another folder.
        root = absolute_root(required_variable(os.environ, contract.ENV_DATASTORE))
        history = History(open_store(root), flow, required_variable(variables, contract.ENV_RUN))
        task = TaskId(step, path)
        # Only the first task of a run can find none.
        begin_run(history, variables, file, project_in(variables))
        history.record_failure(
            Manifest(
                flow=flow,
                run=history.run,
                task=task,
                attempt=attempt_number(history, task, count),
                started=began,
                finished=time.time(),
                artifacts={},
                next=Next(()),
                error=Failure(type_name(type(error)), str(error), ""),
                system=system_facts(variables),
            )
        )
