"""Writes what a run of Metaflow left, as `outcome.Outcome` reads it. Runs beside Metaflow.

Usage: dump_metaflow.py SCRIPT FLOW RUN OUTPUT, in the folder that the flow was run in.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def main(script: str, flow: str, run: str, output: str) -> None:
    sys.path.insert(0, str(Path(script).resolve().parent))
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    # What the flow defines itself was pickled as a part of `__main__`.
    flow_module = importlib.import_module(Path(script).stem)
    for name, value in vars(flow_module).items():
        vars(sys.modules["__main__"]).setdefault(name, value)

    from describe import Describer  # type: ignore[import-not-found]
    from metaflow import Flow, namespace  # type: ignore[import-not-found]

    namespace(None)
    describe = Describer(Path(script).stem)
    tasks = [_task(task, describe) for step in Flow(flow)[run] for task in step]
    Path(output).write_text(json.dumps(tasks))


def _task(task: Any, describe: Any) -> dict[str, Any]:
    from metaflow import Task

    metadata = task.metadata_dict
    stack: Any = _private(task, "_foreach_stack") or ()
    attempts = [Task(task.pathspec, attempt=number) for number in range(task.current_attempt + 1)]
    return {
        "step": task.path_components[2],
        "indexes": [frame.index for frame in stack],
        "member": bool(stack) and stack[-1].var is None,
        "order": _private(task, "_iteration_stack") or [],
        "succeeded": metadata.get("attempt_ok") == "True",
        "reused": "origin-task-id" in metadata,
        "attempts": task.current_attempt + 1,
        "artifacts": {
            artifact.id: _described(artifact, describe)
            for artifact in task.artifacts
            if not artifact.id.startswith("_")
        },
        "printed": [
            {"stdout": _lines(attempt.stdout), "stderr": _lines(attempt.stderr)}
            for attempt in attempts
        ],
    }


def _described(artifact: Any, describe: Any) -> str:
    try:
        return str(describe(artifact.data))
    except Exception as error:
        return f"<cannot be read: {error!r}>"


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _private(task: Any, name: str) -> Any:
    try:
        return task[name].data
    except KeyError:
        return None


if __name__ == "__main__":
    main(*sys.argv[1:])
