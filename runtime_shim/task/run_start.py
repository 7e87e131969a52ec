"""The record of a run that a cluster started: its first task writes it."""

from __future__ import annotations

import time

from runtime_shim.flow.context import TaskContext, given_parameters
from runtime_shim.identity import own_namespace, user_name
from runtime_shim.run_record import RunRecord, system_tags


def begin_run(context: TaskContext) -> None:
    """Writes the record of the run unless it has one, as a run of flowc's own scheduler has.

    Clusters' run ids start with the name of the scheduler.
    """
    user = user_name(context.environment)
    context.history.begin(
        RunRecord(
            flow=context.plan.flow,
            run=context.run,
            created=time.time(),
            user=user,
            namespace=own_namespace(context.environment),
            system_tags=system_tags(user, context.project),
            scheduler=context.run.partition("-")[0],
            parameters=given_parameters(context.environment),
            file=context.plan.file,
        )
    )
