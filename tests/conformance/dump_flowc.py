"""Writes what a run of flowc left, as `outcome.Record` has it. Runs as a process of its own.

Usage: dump_flowc.py SCRIPT FLOW RUN DATASTORE OUTPUT, in the folder that the flow was run in.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def main(script: str, flow: str, run: str, datastore: str, output: str) -> None:
    sys.path.insert(0, str(Path(script).resolve().parent))
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from describe import Describer  # type: ignore[import-not-found]

    from runtime_shim.authoring.alias import install_alias
    from runtime_shim.history import History
    from runtime_shim.store import open_store

    install_alias(os.environ)
    history = History(open_store(datastore), flow, run)
    describe = Describer(Path(script).stem)
    found = [task for step in history.steps() for task in history.tasks(step)]
    tasks = [_task(history, task, describe) for task in found]
    Path(output).write_text(json.dumps([task for task in tasks if task is not None]))


def _task(history: Any, task: Any, describe: Any) -> dict[str, Any] | None:
    committed, failed = history.newest(task), history.failures(task)
    manifest = committed or (failed[-1] if failed else None)
    if manifest is None:  # so far only its predecessors have told that they come before it
        return None
    return {
        "step": task.step,
        "indexes": [frame.index for frame in manifest.frames],
        "member": bool(manifest.frames) and manifest.frames[-1].items is None,
        "order": [int(number) for number in task.path.split(".")] if task.path else [],
        "succeeded": committed is not None,
        "reused": manifest.origin is not None,
        "attempts": manifest.attempt + 1,
        "artifacts": {
            name: _described(history, task, name, artifact, describe)
            for name, artifact in manifest.artifacts.items()
            if not name.startswith("_")
        },
        "printed": [_printed(history, task, number) for number in range(manifest.attempt + 1)],
    }


def _described(history: Any, task: Any, name: str, artifact: Any, describe: Any) -> str:
    from runtime_shim.artifacts import Artifacts

    where = f"{history.flow}/{history.run}/{task.step}/{task.path} {name}"
    try:
        value = Artifacts(history.store, history.flow).load(artifact, where)
        return str(describe(value))
    except Exception as error:
        return f"<cannot be read: {error!r}>"


def _printed(history: Any, task: Any, attempt: int) -> dict[str, list[str]]:
    from runtime_shim.contract import log_key
    from runtime_shim.log_lines import read_log
    from runtime_shim.store import Missing

    key = log_key(history.flow, history.run, task.step, task.path, attempt)
    try:
        lines = list(read_log(history.store.read(key)))
    except Missing:
        lines = []
    return {
        stream: [line.text for line in lines if line.stream == stream]
        for stream in ("stdout", "stderr")
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
