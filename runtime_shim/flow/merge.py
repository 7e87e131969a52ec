"""`merge_artifacts`: what the inputs of a join agree on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from runtime_shim.exceptions import (
    MetaflowException,
    MissingInMergeArtifactsException,
    UnhandledInMergeArtifactsException,
)
from runtime_shim.flow.state import TaskState, state_of
from runtime_shim.manifest import Artifact


def merge(
    flow: Any,
    state: TaskState,
    inputs: Iterable[Any],
    exclude: Sequence[str],
    include: Sequence[str],
) -> None:
    """Passes artifacts on by reference; their digests are compared, nothing is loaded.

    Raises as `FlowSpec.merge_artifacts` says, and then has changed nothing.
    """
    step = state.task.step
    if not state.plan.steps[step].is_join:
        raise MetaflowException(
            f"merge_artifacts can only be called in a join, and the step {step} is none."
        )
    if include and exclude:
        raise MetaflowException("merge_artifacts takes `include` or `exclude`, not both.")
    merged: dict[str, Artifact] = {}
    conflicts: dict[str, None] = {}
    for one in inputs:
        for name, artifact in _artifacts_of(one).items():
            if name in exclude or (include and name not in include) or _has(flow, state, name):
                continue
            if merged.setdefault(name, artifact) != artifact:
                conflicts[name] = None
    if conflicts:
        raise UnhandledInMergeArtifactsException(
            f"The step {step} cannot merge these artifacts, for the inputs have several values "
            f"of them: {', '.join(conflicts)}. Set each of them on `self` before you call "
            "merge_artifacts, or name it in `exclude`.",
            list(conflicts),
        )
    missing = [name for name in include if name not in merged and not _has(flow, state, name)]
    if missing:
        raise MissingInMergeArtifactsException(
            f"The step {step} is to merge artifacts that no input has: {', '.join(missing)}. "
            "Take them out of `include`, or set them in a step before.",
            missing,
        )
    state.artifacts.update(merged)


def _artifacts_of(one: object) -> dict[str, Artifact]:
    state = state_of(one)
    if state is None:
        raise MetaflowException("merge_artifacts takes the `inputs` of the join, or some of them.")
    return state.artifacts


def _has(flow: object, state: TaskState, name: str) -> bool:
    """`hasattr`, but without loading what is not there yet."""
    return name in vars(flow) or name in state.artifacts or hasattr(type(flow), name)
