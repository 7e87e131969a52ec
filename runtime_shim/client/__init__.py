"""Metaflow's client over the datastore of flowc: flows, runs, steps, tasks, artifacts.

    from flowc import Flow

    run = Flow("TrainFlow").latest_successful_run
    print(run.data.accuracy, [task.index for task in run["train"]])

The datastore is the one of `FLOWC_DATASTORE`, or else the nearest `.flowc` in the current
folder or one above it.
"""

from __future__ import annotations

from runtime_shim.client.artifact import DataArtifact, MetaflowData
from runtime_shim.client.flow import Flow, Metaflow
from runtime_shim.client.run import Run
from runtime_shim.client.scope import (
    default_metadata,
    default_namespace,
    get_metadata,
    get_namespace,
    metadata,
    namespace,
)
from runtime_shim.client.step import Step
from runtime_shim.client.task import Metadata, Task

__all__ = [
    "DataArtifact",
    "Flow",
    "Metadata",
    "Metaflow",
    "MetaflowData",
    "Run",
    "Step",
    "Task",
    "default_metadata",
    "default_namespace",
    "get_metadata",
    "get_namespace",
    "metadata",
    "namespace",
]
