"""Runs a case with Metaflow itself, and keeps the outcomes.

Metaflow takes seconds for what a case needs, and gives the same for the same files, so
the records are kept beside its environment until the case, Metaflow or this harness
changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path

from tests.conformance.case import Case, Command
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.environments import METAFLOW_LOCK, ROOT, alone

_HERE = Path(__file__).resolve().parent
_CACHE = ROOT / ".venvs" / "conformance"
_HARNESS = ("describe.py", "dump_metaflow.py", "metaflow_side.py")
TIMEOUT = 120
"""Seconds for one command."""


def metaflow_outcomes(case: Case, python: Path, folder: Path) -> list[Outcome]:
    """The outcome of each command of a case, run in an empty folder."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    digest = _digest(case)
    kept = _CACHE / f"{digest}.json"
    # The tests of several engines come to a case at the same time.
    with alone(f"{_CACHE.name}/{digest}"):
        if kept.exists():
            records = [Record(**table) for table in json.loads(kept.read_text())]
        else:
            case.write(folder)
            records = [_run(case, command, python, folder) for command in case.commands]
            writing = kept.with_suffix(".writing")
            writing.write_text(json.dumps([asdict(record) for record in records]))
            writing.replace(kept)
    for command, record in zip(case.commands, records, strict=True):
        _leave_out_the_name(record, case.flow_of(command))
    return [outcome_of(record) for record in records]


def _run(case: Case, command: Command, python: Path, folder: Path) -> Record:
    environment = {**case.environment(command, folder), "METAFLOW_USER": "conformance"}
    # The members of a gang are started with the `python` of the path.
    environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    run_file = folder / "run-id"
    arguments = _arguments(command.words_after(run_file))
    run_file.unlink(missing_ok=True)
    done = subprocess.run(
        [str(python), command.script, *arguments, "--run-id-file", str(run_file)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    tasks = []
    if run_file.exists():
        dump = folder / "dump.json"
        words = (command.script, case.flow_of(command), run_file.read_text(), str(dump))
        script = str(_HERE / "dump_metaflow.py")
        subprocess.run([str(python), script, *words], cwd=folder, env=environment, check=True)
        tasks = json.loads(dump.read_text())
    return Record(done.returncode, tasks, done.stdout)


def _leave_out_the_name(record: Record, flow: str) -> None:
    """Metaflow keeps `self.name` as an artifact, unless the flow itself sets one of that name."""
    for task in record.tasks:
        if task["artifacts"].get("name") == repr(flow):
            del task["artifacts"]["name"]


def _arguments(flowc_words: list[str]) -> list[str]:
    """Metaflow takes configs before the command, name and file as two words."""
    before: list[str] = ["--no-pylint"]
    after: list[str] = []
    words = iter(flowc_words)
    for word in words:
        if word == "--config":
            before += [word, *next(words).split("=", 1)]
        else:
            after.append("--origin-run-id" if word == "--run" else word)
    return before + after


def _digest(case: Case) -> str:
    digest = hashlib.sha256(METAFLOW_LOCK.read_bytes())
    for name in _HARNESS:
        digest.update((_HERE / name).read_bytes())
    digest.update(repr((sorted(case.files.items()), case.commands)).encode())
    return digest.hexdigest()
