"""Runs a case with flowc."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conformance.case import Case, Command
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.environments import ROOT
from tests.servers.place import Place

_HERE = Path(__file__).resolve().parent
_FLOWC = (sys.executable, "-m", "compiler")
RUN_FILE = "run-id"
TIMEOUT = 120
"""Seconds for one command."""


def flowc_outcomes(case: Case, python: Path, folder: Path, place: Place | None) -> list[Outcome]:
    """The outcome of each command of a case, run in an empty folder.

    The datastore is in a place of an object store, or in the folder. The tasks run on
    Metaflow's interpreter, so that the packages of the flows are the same.
    """
    case.write(folder)
    return [flowc_outcome(case, command, python, folder, place) for command in case.commands]


def flowc_outcome(
    case: Case, command: Command, python: Path, folder: Path, place: Place | None
) -> Outcome:
    """The outcome of one command, in the folder where the case is and the commands before it were.

    The id of its run is left there, in `RUN_FILE`.
    """
    datastore = f"{place.root}{case.name}" if place else str(folder / "datastore")
    environment = {
        **(place.variables if place else {}),
        **case.environment(command, folder),
        "FLOWC_USER": "conformance",
        "FLOWC_DATASTORE": datastore,
    }
    run_file = folder / RUN_FILE
    verb, *words = command.words_after(run_file)
    run_file.unlink(missing_ok=True)
    words += ["--python", str(python), "--run-id-file", str(run_file)]
    done = subprocess.run(
        [*_FLOWC, verb, command.script, *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=TIMEOUT,
        check=False,
    )
    tasks = []
    if run_file.exists():
        dump = folder / "dump.json"
        run = run_file.read_text().strip()
        words = [command.script, case.flow_of(command), run, datastore, str(dump)]
        environment["PYTHONPATH"] = str(ROOT)
        script = str(_HERE / "dump_flowc.py")
        subprocess.run([str(python), script, *words], cwd=folder, env=environment, check=True)
        tasks = json.loads(dump.read_text())
    return outcome_of(Record(done.returncode, tasks, done.stdout))
