"""Tasks of small plans, for what asks which task it is in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import TaskId
from runtime_shim.plan import Edge, Plan, PlanConfig, PlanStep
from runtime_shim.store.folder import FolderStore

LINEAR = {
    "start": PlanStep("start", "linear", {"end": Edge()}),
    "end": PlanStep("end", "end"),
}


def plan_of(
    steps: Mapping[str, PlanStep] = LINEAR, configs: Mapping[str, PlanConfig] | None = None
) -> Plan:
    return Plan("F", "flows/f.py", "start", "end", steps, configs or {})


def context_in(
    folder: Path,
    step: str = "start",
    path: str = "",
    plan: Plan | None = None,
    attempt: int = 0,
    environment: Mapping[str, str] | None = None,
) -> TaskContext:
    return TaskContext(
        plan=plan or plan_of(),
        store=FolderStore(str(folder)),
        run="17",
        task=TaskId(step, path),
        attempt=attempt,
        environment={"METAFLOW_USER": "ann", **(environment or {})},
    )
