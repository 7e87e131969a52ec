"""Runs a conformance case as DAGs of Airflow: compiled, uploaded, run by `dag.test`.

What resumes a run is a laptop's command, on the datastore that the DAG's run left.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.conformance.case import Case, Command
from tests.conformance.flowc_side import RUN_FILE, flowc_outcome
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.engines.airflow.airflows import Airflow, DagRun
from tests.engines.airflow.connections import connections
from tests.engines.airflow.dag_files import CannotCompile, DagFile, DagFiles, run_of
from tests.engines.airflow.fake_cluster import FakeCluster, Pod, Trouble, no_trouble
from tests.engines.airflow.pod_api import pod_api
from tests.engines.stepfunctions.forked_host import ForkedShims
from tests.node import Node


@dataclass(frozen=True)
class Pods:
    """Where the pods of one run go."""

    environment: Mapping[str, str]
    """That of Airflow, with what leads there."""
    printed: Callable[[], list[str]]
    """What the pods that there are have printed, each after its name."""


@dataclass(frozen=True)
class DagRuns(ABC):
    """Runs flows on one Airflow."""

    airflow: Airflow
    files: DagFiles

    def outcomes(self, case: Case, folder: Path) -> list[Outcome]:
        """The outcome of each of the case's commands."""
        self.files.write(case, folder)
        python, place = self.files.python, self.files.place
        return [
            self._outcome(case, command, folder, f"run-{number}")
            if command.words[0] == "run"
            else flowc_outcome(case, command, python, folder / "flow", place)
            for number, command in enumerate(case.commands)
        ]

    def run(
        self,
        case: Case,
        command: Command,
        file: DagFile,
        folder: Path,
        name: str = "run",
        **options: Any,
    ) -> DagRun:
        """Runs a DAG, with an empty folder of that name for its pods; see `Airflow.run`."""
        variables = self.files.variables(case, command, folder)
        with self._pods(variables, folder / name) as pods:
            conf = file.configuration(command)
            # Members wait for the first of them.
            gangs = [step.name for step in file.flow.steps if step.parallel]
            run = self.airflow.run(file.path, pods.environment, conf, in_order=gangs, **options)
            return replace(run, log="\n".join([run.log, *pods.printed()]))

    @abstractmethod
    def _pods(self, variables: dict[str, str], folder: Path) -> AbstractContextManager[Pods]:
        """Where pods have these variables, and may have a folder of this machine."""

    def _outcome(self, case: Case, command: Command, folder: Path, name: str) -> Outcome:
        try:
            file = self.files.compile(case, command, folder)
        except CannotCompile as error:
            return Outcome(1, {}, str(error))
        run = self.run(case, command, file, folder, name)
        (folder / "flow" / RUN_FILE).write_text(run_of(run.run_id))
        tasks = self.files.tasks(case, command, run.run_id, folder)
        return outcome_of(Record(int(run.state != "success"), tasks, run.log))


@dataclass(frozen=True)
class AirflowRuns(DagRuns):
    """Runs flows in a fake cluster of its own each."""

    trouble: Callable[[Pod], Trouble | None] = no_trouble

    @contextmanager
    def _pods(self, variables: dict[str, str], folder: Path) -> Iterator[Pods]:
        host = ForkedShims(Node(folder, self.files.python, variables))
        cluster = FakeCluster(host, trouble=self.trouble)
        place = self.files.place

        def printed() -> list[str]:
            return [f"{pod.name}:\n{cluster.log(pod, 'base')}" for pod in cluster.created]

        with pod_api(cluster) as url:
            yield Pods(connections(url, place.variables if place else {}), printed)
