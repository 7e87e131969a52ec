"""Runs a conformance case as a state machine: compiled, uploaded, deployed, started.

What resumes a run is a laptop's command, on the datastore that the state machine left.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from compiler.package.upload import upload
from compiler.pipeline import compile_checked
from compiler.settings import Settings
from runtime_shim.store import open_store
from tests.conformance.case import Case, Command
from tests.conformance.flowc_side import RUN_FILE, flowc_outcome
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.engines.commands import configs, parameters
from tests.engines.left import tasks_left
from tests.engines.stepfunctions.bench import TIMEOUT, Bench
from tests.engines.stepfunctions.documents import Documents
from tests.engines.stepfunctions.fixtures import s3_client
from tests.engines.stepfunctions.forked_host import ForkedShims
from tests.environments import ROOT
from tests.node import Node
from tests.servers.place import Place


@dataclass(frozen=True)
class StateMachineRuns:
    """Runs flows in an account of its own each."""

    python: Path
    """That of all containers."""
    place: Place
    settings: Settings
    timeout: float = TIMEOUT
    """Seconds for an execution."""

    def outcomes(self, case: Case, folder: Path) -> list[Outcome]:
        """The outcome of each of the case's commands."""
        case.write(folder / "flow")
        (folder / "flow" / "pyproject.toml").touch()
        return [
            self._run(case, command, folder, f"run-{number}")
            if command.words[0] == "run"
            else flowc_outcome(case, command, self.python, folder / "flow", self.place)
            for number, command in enumerate(case.commands)
        ]

    def _run(self, case: Case, command: Command, folder: Path, name: str) -> Outcome:
        root = f"{self.place.root}{case.name}"
        compiled = self._compile(case, command, folder, root)
        if isinstance(compiled, Outcome):
            return compiled
        variables = {
            **case.environment(command, folder),
            **self.place.variables,
            "FLOWC_USER": "conformance",
            "PYTHONPATH": str(ROOT),
        }
        node = Node(folder / name, self.python, variables)
        bench = Bench(ForkedShims(node), s3_client(variables))
        try:
            machine = bench.create(compiled)
            execution = bench.run(machine, parameters(command), name, timeout=self.timeout)
            console = execution.log()
        finally:
            bench.close()
        (folder / "flow" / RUN_FILE).write_text(execution.run_id)
        left = (case.flow_of(command), execution.run_id, root)
        tasks = tasks_left(self.python, folder, command.script, left, variables)
        return outcome_of(Record(int(execution.status != "SUCCEEDED"), tasks, console))

    def _compile(
        self, case: Case, command: Command, folder: Path, root: str
    ) -> Documents | Outcome:
        flow = f"{folder / 'flow' / command.script}:{case.flow_of(command)}"
        settings = replace(self.settings, datastore=root, configs=configs(command))
        bundle, checked = compile_checked(flow, "stepfunctions", settings)
        if bundle is None or checked.package is None:
            return Outcome(1, {}, "\n".join(found.message for found in checked.report.errors))
        upload(checked.package, open_store(root))
        documents = {Path(path).name: content for path, content in bundle.documents.items()}
        return Documents(
            Path(next(iter(bundle.documents))).parent.name,
            json.loads(documents["state-machine.asl.json"]),
            json.loads(documents["job-definitions.json"]),
        )
