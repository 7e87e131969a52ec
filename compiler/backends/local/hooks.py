"""The exit hooks of a flow, which Metaflow runs after a local run too."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from compiler.backends.local.environment import Environment
from compiler.backends.local.lines import Lines
from compiler.backends.local.listener import Listener
from runtime_shim.contract import INSTALLED_LAUNCH, hook_arguments
from runtime_shim.log_lines import STDERR, STDOUT, LogLine
from runtime_shim.plan import Plan
from runtime_shim.run_record import RunEnd


def run_hooks(
    plan: Plan, end: RunEnd, environment: Environment, python: str, listener: Listener
) -> None:
    """Runs the hooks that are for such an end, one after the other.

    A run that was interrupted has not succeeded. No hook changes how the run ended.
    """
    for hook in plan.on_success if end.status == "succeeded" else plan.on_error:
        command = [python, *INSTALLED_LAUNCH, *hook_arguments(hook)]
        status = _run(hook, command, environment.of_hook(end.status), environment.folder, listener)
        if status:
            listener.hook_failed(hook, f"The exit hook `{hook}` failed with the status {status}.")


def _run(
    hook: str, command: list[str], variables: dict[str, str], folder: Path, listener: Listener
) -> int:
    # Files and no pipes: a process that the hook leaves behind holds nobody up.
    paths = {stream: folder / f"hook-{stream}.txt" for stream in (STDOUT, STDERR)}
    with paths[STDOUT].open("wb") as stdout, paths[STDERR].open("wb") as stderr:
        status = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=variables,
            check=False,
        ).returncode
    for stream, path in paths.items():
        for text in Lines().feed(path.read_bytes(), final=True):
            listener.hook_line(hook, LogLine(stream, time.time(), text))
    return status
