"""Runs a conformance case on the cluster: compiled, uploaded, applied, started.

What resumes a run is a laptop's command, on the datastore that the run on the cluster left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.conformance.case import Case, Command
from tests.conformance.flowc_side import RUN_FILE, flowc_outcome
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.engines.cluster.api import Api
from tests.engines.cluster.deployments import CannotCompile, Deployments
from tests.engines.cluster.manifests import apply_all
from tests.engines.cluster.places import NAMESPACE
from tests.engines.cluster.variables import in_image
from tests.engines.cluster.workflows import run_workflow
from tests.engines.commands import parameters
from tests.servers.place import Place


@dataclass(frozen=True)
class ClusterRuns:
    """Runs flows on a cluster that is up."""

    api: Api
    python: Path
    """The interpreter that reads what runs left; that of the image has the same packages."""
    place: Place

    def outcomes(self, case: Case, folder: Path) -> list[Outcome]:
        """The outcome of each of the case's commands."""
        deployments = Deployments(self.python, self.place)
        deployments.write(case, folder)
        return [
            self._run(deployments, case, command, folder)
            if command.words[0] == "run"
            else flowc_outcome(case, command, self.python, folder / "flow", self.place)
            for command in case.commands
        ]

    def _run(self, deployments: Deployments, case: Case, command: Command, folder: Path) -> Outcome:
        try:
            documents = deployments.compile(case, command, folder)
        except CannotCompile as error:
            return Outcome(1, {}, str(error))
        template = next(one for one in documents if one["kind"] == "WorkflowTemplate")
        apply_all(self.api, [template], NAMESPACE, fieldValidation="Strict")
        given = in_image(deployments.variables(case, command, folder))
        run = run_workflow(self.api, template["metadata"]["name"], parameters(command), given)
        (folder / "flow" / RUN_FILE).write_text(run.run_id)
        tasks = deployments.tasks(case, command, run.run_id, folder)
        log = run.log()
        run.delete()
        return outcome_of(Record(int(run.phase != "Succeeded"), tasks, log))
