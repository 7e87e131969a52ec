"""Leaves what an attempt made: artifacts, the records for its successors, the manifest."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from runtime_shim import contract
from runtime_shim.artifacts import UnpicklableArtifact
from runtime_shim.batch_job import JOB_ID
from runtime_shim.flow.context import TaskContext
from runtime_shim.flow.state import TaskState, own_artifacts
from runtime_shim.flow.transition import Transition
from runtime_shim.identity import python_version, user_name
from runtime_shim.manifest import Failure, Manifest, Next, TaskId
from runtime_shim.store.together import together
from runtime_shim.store.uploads import creating
from runtime_shim.successors import successors
from runtime_shim.task.results import hand_over


def save_artifacts(flow: Any, state: TaskState, *, failed: bool = False) -> None:
    """Stores what the object has of its own; what it only passes on is there already.

    The object loses each value as it is stored, so that memory is needed once. Raises
    `UnpicklableArtifact`; of a failed attempt, what cannot be stored is left out.
    """
    with creating(state.codec.store) as create:
        for name in own_artifacts(flow):
            state.artifacts.pop(name, None)
            try:
                state.artifacts[name] = state.codec.save(name, vars(flow).pop(name), create)
            except UnpicklableArtifact:
                if not failed:
                    raise


def make_manifest(
    context: TaskContext,
    state: TaskState,
    started: float,
    inputs: tuple[TaskId, ...],
    transition: Transition | None = None,
    error: Failure | None = None,
    cards: tuple[str, ...] = (),
) -> Manifest:
    """The manifest of the attempt, which ends now. One with a transition has succeeded."""
    return Manifest(
        flow=context.plan.flow,
        run=context.run,
        task=context.task,
        attempt=context.attempt,
        started=started,
        finished=time.time(),
        artifacts=dict(state.artifacts),
        next=Next(transition.targets, transition.width) if transition else Next(()),
        inputs=inputs,
        frames=state.frames,
        caught=transition is not None and error is not None,
        error=error,
        cards=cards,
        system=system_facts(context.environment),
    )


def commit(context: TaskContext, manifest: Manifest) -> bool:
    """Makes the attempt visible, and lets its successors and the scheduler know of it.

    False where another process that ran the same attempt was first. Then this one says of the
    other what the other says of itself: it may have died before it came to that, and whoever
    started this one goes by what this one leaves.
    """
    counts = context.history.commit(manifest)

    def arrive(at: tuple[TaskId, str]) -> None:
        context.history.arrive(*at, context.task)

    list(together(context.store, arrive, successors(context.step, context.task, counts.next)))
    hand_over(context, counts.next)
    return counts is manifest


def system_facts(environment: Mapping[str, str]) -> dict[str, str]:
    """Where a task runs, and from what (`Manifest.system`)."""
    facts = {
        "python": python_version(),
        "host": os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""),
        "user": user_name(environment),
    }
    for name, variable in _TOLD.items():
        if environment.get(variable):
            facts[name] = environment[variable]
    return facts


_TOLD = {
    "package": contract.ENV_PACKAGE,
    "environment": contract.ENV_ENVIRONMENT,
    "job": JOB_ID,
}
"""What `Manifest.system` calls what the container was told."""
