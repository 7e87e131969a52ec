"""The record of a run that a cluster started: its first task writes it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Optional

from runtime_shim.flow.context import given_parameters
from runtime_shim.history import History
from runtime_shim.identity import own_namespace, user_name
from runtime_shim.plan import Plan
from runtime_shim.project import ProjectContext
from runtime_shim.run_record import RunRecord, system_tags


def begin_run(
    history: History,
    environment: Mapping[str, str],
    file: str,
    project: Optional[ProjectContext],
    plan: Optional[Plan] = None,
) -> None:
    """Writes the record of the run unless it has one, as a run of flowc's own scheduler has.

    `file` is the flow's, relative to the root of its project. Without `plan`, which a task that
    failed early has not read, the record lacks the configs. Clusters' run ids start with the
    name of the scheduler.
    """
    user = user_name(environment)
    history.begin(
        RunRecord(
            flow=history.flow,
            run=history.run,
            created=time.time(),
            user=user,
            namespace=own_namespace(environment),
            system_tags=system_tags(user, project),
            scheduler=history.run.partition("-")[0],
            parameters=given_parameters(environment),
            file=file,
            configs={name: config.value for name, config in plan.configs.items()} if plan else {},
        )
    )
