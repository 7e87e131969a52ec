"""The record of a run that a cluster started: its first task writes it."""

from __future__ import annotations

import sys
import time

from runtime_shim.authoring.current import branch_name
from runtime_shim.identity import own_namespace, user_name
from runtime_shim.run_record import RunRecord
from runtime_shim.task.context import TaskContext, given_parameters


def begin_run(context: TaskContext) -> None:
    """Writes the record of the run unless it has one, as a run of flowc's own scheduler has.

    Clusters' run ids start with the name of the scheduler.
    """
    user = user_name(context.environment)
    project = context.project
    tags = [f"python_version:{'.'.join(map(str, sys.version_info[:3]))}", f"user:{user}"]
    if project is not None:
        branch = branch_name(project, user)
        tags += [f"project:{project.name}", f"project_branch:{branch}"]
    context.history.begin(
        RunRecord(
            flow=context.plan.flow,
            run=context.run,
            created=time.time(),
            user=user,
            namespace=own_namespace(context.environment),
            system_tags=tuple(tags),
            scheduler=context.run.partition("-")[0],
            parameters=given_parameters(context.environment),
            file=context.plan.file,
        )
    )
