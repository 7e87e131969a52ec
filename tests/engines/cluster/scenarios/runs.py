"""Runs scenarios to their end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.outcome import Outcome, Record, TaskOutcome, outcome_of
from tests.engines.cluster.api import Api, Object
from tests.engines.cluster.argo import WORKFLOWS
from tests.engines.cluster.deployments import Deployments
from tests.engines.cluster.manifests import apply_all, list_path
from tests.engines.cluster.places import NAMESPACE
from tests.engines.cluster.scenarios.going import Going
from tests.engines.cluster.scenarios.scenario import Scenario
from tests.engines.cluster.variables import in_image
from tests.engines.cluster.workflows import (
    WorkflowRun,
    first_of_schedule,
    pod_patch,
    start_heard_of,
    wait_for_workflow,
)
from tests.engines.commands import parameters


@dataclass(frozen=True)
class Left:
    """What a run has left."""

    run: WorkflowRun
    outcome: Outcome
    log: str
    """What Argo says of the run, and what pods printed that are there still."""
    seconds: float

    def task(self, place: str) -> TaskOutcome:
        """That of a place, as `Outcome` names them."""
        return self.outcome.tasks[place]

    def said(self, node: str) -> list[str]:
        """What Argo says of all that it calls by this name."""
        nodes = self.run.nodes()
        return [one.get("message", "") for one in nodes if one["displayName"] == node]


@dataclass(frozen=True)
class ScenarioRuns:
    """Runs them on a cluster that is up."""

    api: Api
    deployments: Deployments

    def left_by(self, scenario: Scenario, folder: Path) -> Left:
        """Runs one, in a folder of its own."""
        began, case = time.monotonic(), scenario.case
        (command,) = case.commands
        self.deployments.write(case, folder)
        documents = self.deployments.compile(case, command, folder, scenario.parallelism)
        scenario.change(documents)
        variables = in_image(self.deployments.variables(case, command, folder))
        with self._run(documents, parameters(command), variables) as name:
            scenario.meanwhile(Going(self.api, name))
            run = wait_for_workflow(self.api, name)
            log = run.log()
        tasks = self.deployments.tasks(case, command, run.run_id, folder)
        outcome = outcome_of(Record(int(run.phase != "Succeeded"), tasks, log))
        return Left(run, outcome, log, time.monotonic() - began)

    @contextmanager
    def _run(
        self, documents: list[Object], given: dict[str, str], variables: dict[str, str]
    ) -> Iterator[str]:
        """Applies the documents, and gives a run that is there, and is not afterwards.

        It is started here where no schedule starts it.
        """
        template, *schedules = documents
        apply_all(self.api, [template], NAMESPACE, fieldValidation="Strict")
        template_name = template["metadata"]["name"]
        for schedule in schedules:
            schedule["spec"]["workflowSpec"]["podSpecPatch"] = pod_patch(variables)
        apply_all(self.api, schedules, NAMESPACE, fieldValidation="Strict")
        try:
            if schedules:
                yield first_of_schedule(self.api, template_name)
            else:
                name = start_heard_of(self.api, template_name, given, variables)
                yield name
                self.api.delete(f"{WORKFLOWS}/workflows/{name}")
        finally:
            # Kubernetes deletes what a schedule has started together with it.
            for schedule in schedules:
                self.api.delete(f"{list_path(schedule, NAMESPACE)}/{template_name}")
