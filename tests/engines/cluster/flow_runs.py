"""Runs a conformance case on the cluster: compiled, uploaded, applied, started.

What resumes a run is a laptop's command, on the datastore that the run on the cluster left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from compiler.package.upload import upload
from compiler.pipeline import compile_checked
from compiler.settings import ArgoSettings, DefaultResources, Settings
from runtime_shim.store import open_store
from tests.conformance.case import Case, Command
from tests.conformance.flowc_side import RUN_FILE, flowc_outcome
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.engines.cluster.api import Api, Object
from tests.engines.cluster.images import python_image
from tests.engines.cluster.manifests import apply_all
from tests.engines.cluster.places import NAMESPACE
from tests.engines.cluster.workflows import run_workflow
from tests.engines.commands import configs, parameters
from tests.engines.left import tasks_left
from tests.environments import ROOT
from tests.servers.place import Place

_OF_A_LAPTOP = ("PATH", "HOME", "PYTHONPATH")
"""Variables that a container has of its image."""


@dataclass(frozen=True)
class ClusterRuns:
    """Runs flows on a cluster that is up."""

    api: Api
    python: Path
    """The interpreter that reads what runs left; that of the image has the same packages."""
    place: Place

    def outcomes(self, case: Case, folder: Path) -> list[Outcome]:
        """The outcome of each of the case's commands."""
        case.write(folder / "flow")
        (folder / "flow" / "pyproject.toml").touch()
        return [
            self._run(case, command, folder)
            if command.words[0] == "run"
            else flowc_outcome(case, command, self.python, folder / "flow", self.place)
            for command in case.commands
        ]

    def _run(self, case: Case, command: Command, folder: Path) -> Outcome:
        compiled = self._compile(case, command, folder)
        if isinstance(compiled, Outcome):
            return compiled
        apply_all(self.api, [compiled], NAMESPACE, fieldValidation="Strict")
        variables = self._variables(case, command, folder)
        given = {name: text for name, text in variables.items() if name not in _OF_A_LAPTOP}
        template = compiled["metadata"]["name"]
        run = run_workflow(self.api, template, parameters(command), given)
        (folder / "flow" / RUN_FILE).write_text(run.run_id)
        left = (case.flow_of(command), run.run_id, self._root(case))
        reading = {**variables, "PYTHONPATH": str(ROOT)}
        tasks = tasks_left(self.python, folder, command.script, left, reading)
        log = run.log()
        run.delete()
        return outcome_of(Record(int(run.phase != "Succeeded"), tasks, log))

    def _compile(self, case: Case, command: Command, folder: Path) -> Object | Outcome:
        """The template, whose package is in the datastore then."""
        flow = f"{folder / 'flow' / command.script}:{case.flow_of(command)}"
        settings = Settings(
            image=python_image(),
            include=("*",),
            # Small, for many pods to have room on one node.
            resources=DefaultResources(cpu=0.01, memory=64, disk=1),
            datastore=self._root(case),
            configs=configs(command),
            argo=ArgoSettings(
                name=case.name.replace("_", "-"), event_source="tests", event_name="tests"
            ),
        )
        bundle, checked = compile_checked(flow, "argo", settings)
        if bundle is None or checked.package is None:
            return Outcome(1, {}, "\n".join(found.message for found in checked.report.errors))
        upload(checked.package, open_store(self._root(case)))
        (content,) = (text for name, text in bundle.documents.items() if name.endswith(".yaml"))
        documents: list[Object] = list(yaml.safe_load_all(content))
        return next(one for one in documents if one["kind"] == "WorkflowTemplate")

    def _variables(self, case: Case, command: Command, folder: Path) -> dict[str, str]:
        return {
            **case.environment(command, folder),
            **self.place.variables,
            "FLOWC_USER": "conformance",
        }

    def _root(self, case: Case) -> str:
        return f"{self.place.root}{case.name}"
