"""What a scheduler must know of a committed task to go on, where it reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from runtime_shim import contract
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import Next
from runtime_shim.plan import Edge


def hand_over(context: TaskContext, made: Next) -> None:
    """Writes the small results of a transition where `contract.ENV_RESULTS` says."""
    place = context.environment.get(contract.ENV_RESULTS, contract.RESULT_FOLDER)
    results = _results(context, made)
    if not place or not results:
        return
    if place == contract.RESULTS_IN_DATASTORE:
        made = _newest(context, made)
        _write_objects(context, {**_results(context, made), **_lists(context, made)})
    else:
        _write_files(Path(place), results)


def _newest(context: TaskContext, made: Next) -> Next:
    """What the last attempt made. This one may be late: given up by its scheduler, and still on."""
    newest = context.history.newest(context.task)
    return newest.next if newest else made


def _results(context: TaskContext, made: Next) -> dict[str, str]:
    if made.width is not None:
        return {contract.RESULT_WIDTH: str(made.width)}
    if context.step.kind == "switch":
        return {contract.RESULT_CHOICE: made.targets[0]}
    return {}


def _lists(context: TaskContext, made: Next) -> dict[str, str]:
    """What only a datastore can take: it is as long as the foreach is wide."""
    if made.width is None:
        return {}
    paths = _item_paths(context.step.edges[made.targets[0]], context.task.path, made.width)
    return {contract.RESULT_PATHS: json.dumps(paths, separators=(",", ":"))}


def _item_paths(edge: Edge, path: str, width: int) -> list[str]:
    """Of the items themselves: a loop that comes first in each has yet to be entered."""
    around = replace(edge, item=False, enter=0).path(path)
    return [contract.child_path(around, index) for index in range(width)]


def _write_objects(context: TaskContext, results: dict[str, str]) -> None:
    flow, run, task = context.plan.flow, context.run, context.task
    for name, value in results.items():
        key = contract.result_key(flow, run, task.step, task.path, name)
        context.store.write(key, [value.encode()])


def _write_files(folder: Path, results: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in results.items():
        (folder / name).write_text(value, encoding="utf-8")
