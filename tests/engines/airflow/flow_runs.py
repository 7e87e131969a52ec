"""Runs a conformance case as DAGs of Airflow: compiled, uploaded, run by `dag.test`.

What resumes a run is a laptop's command, on the datastore that the DAG's run left.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from compiler.ir.flow import Flow
from compiler.package.upload import upload
from compiler.pipeline import compile_checked
from compiler.settings import Settings
from runtime_shim.store import open_store
from tests.conformance.case import Case, Command
from tests.conformance.flowc_side import RUN_FILE, flowc_outcome
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.engines.airflow.airflows import Airflow, DagRun
from tests.engines.airflow.connections import connections
from tests.engines.airflow.fake_cluster import FakeCluster, Pod, Trouble, no_trouble
from tests.engines.airflow.pod_api import pod_api
from tests.engines.stepfunctions.forked_host import ForkedShims
from tests.environments import ROOT
from tests.node import Node
from tests.servers.place import Place

_DUMP = ROOT / "tests" / "conformance" / "dump_flowc.py"
_NO_PARAMETERS = ("config", "max-workers")
"""What is the compiler's to know, or a laptop's scheduler's."""
_FOLDER = "s3://a-folder-of-this-machine"
_OUTSIDE = re.compile(r"[^\w-]", re.ASCII)


@dataclass(frozen=True)
class CompiledFlow:
    """A DAG file, and what it was made of."""

    file: Path
    flow: Flow


class CannotCompile(Exception):
    """The flow has errors, which the message names."""


@dataclass(frozen=True)
class AirflowRuns:
    """Runs flows in a cluster of its own each."""

    airflow: Airflow
    python: Path
    """That of all containers."""
    place: Place | None
    """Where the datastores are; in folders, which is cheaper, where it is None."""
    settings: Settings
    trouble: Callable[[Pod], Trouble | None] = no_trouble

    def outcomes(self, case: Case, folder: Path) -> list[Outcome]:
        """The outcome of each of the case's commands."""
        case.write(folder / "flow")
        (folder / "flow" / "pyproject.toml").touch()
        return [
            self._outcome(case, command, folder, f"run-{number}")
            if command.words[0] == "run"
            else flowc_outcome(case, command, self.python, folder / "flow", self._place())
            for number, command in enumerate(case.commands)
        ]

    def compile(self, case: Case, command: Command, folder: Path) -> CompiledFlow:
        """Makes the DAG file, in a folder that has the case's files in `flow`, and uploads the code
        package. Raises `CannotCompile`."""
        flow = f"{folder / 'flow' / command.script}:{case.flow_of(command)}"
        configs = dict(text.split("=") for name, text in _options(command) if name == "config")
        root = self._root(case, folder)
        # No cluster has the folders of this machine, so flowc takes none: the file gets it later.
        named = root if self.place else _FOLDER
        settings = replace(self.settings, datastore=named, configs=configs)
        bundle, checked = compile_checked(flow, "airflow", settings)
        if bundle is None or checked.package is None or checked.program is None:
            raise CannotCompile("\n".join(found.message for found in checked.report.errors))
        upload(checked.package, open_store(root))
        (name,) = (name for name in bundle.documents if name.endswith(".py"))
        file = folder / Path(name).name
        file.write_bytes(bundle.documents[name].replace(named.encode(), root.encode()))
        return CompiledFlow(file, checked.program.flow)

    def run(
        self,
        case: Case,
        command: Command,
        compiled: CompiledFlow,
        folder: Path,
        name: str = "run",
        **options: Any,
    ) -> DagRun:
        """Runs a DAG, with an empty folder of that name for its pods; see `Airflow.run`."""
        node = Node(folder / name, self.python, self._variables(case, command, folder))
        cluster = FakeCluster(ForkedShims(node), trouble=self.trouble)
        conf = dict(_parameters(command, compiled.flow))
        with pod_api(cluster) as url:
            environment = connections(url, self.place.variables if self.place else {})
            # Members wait for the first of them.
            gangs = [step.name for step in compiled.flow.steps if step.parallel]
            run = self.airflow.run(compiled.file, environment, conf, in_order=gangs, **options)
            printed = [f"{pod.name}:\n{cluster.log(pod, 'base')}" for pod in cluster.created]
        return replace(run, log="\n".join([run.log, *printed]))

    def tasks(
        self, case: Case, command: Command, run: DagRun, folder: Path
    ) -> list[dict[str, Any]]:
        """What a run left, read on the interpreter that its tasks had."""
        dump = folder / "dump.json"
        where = (case.flow_of(command), self.run_of(run), self._root(case, folder), str(dump))
        subprocess.run(
            [str(self.python), str(_DUMP), command.script, *where],
            cwd=folder / "flow",
            env=self._variables(case, command, folder),
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(dump.read_text())
        return found

    @staticmethod
    def run_of(run: DagRun) -> str:
        """What a run of Airflow is called in the datastore; see `identity.RUN` of the backend."""
        escaped = _OUTSIDE.sub(lambda found: f".{ord(found[0]):02X}", run.run_id)
        return f"airflow-{escaped}"

    def _outcome(self, case: Case, command: Command, folder: Path, name: str) -> Outcome:
        try:
            compiled = self.compile(case, command, folder)
        except CannotCompile as error:
            return Outcome(1, {}, str(error))
        run = self.run(case, command, compiled, folder, name)
        (folder / "flow" / RUN_FILE).write_text(self.run_of(run))
        tasks = self.tasks(case, command, run, folder)
        return outcome_of(Record(int(run.state != "success"), tasks, run.log))

    def _root(self, case: Case, folder: Path) -> str:
        """Where `flowc resume` looks, too."""
        place = self._place()
        return f"{place.root}{case.name}" if place else str(folder / "flow" / "datastore")

    def _place(self) -> Place | None:
        """One of its own for each version, which all run the same cases."""
        if self.place is None:
            return None
        return replace(self.place, root=f"{self.place.root}airflow-{self.airflow.version}/")

    def _variables(self, case: Case, command: Command, folder: Path) -> dict[str, str]:
        return {
            **case.environment(command, folder),
            **(self.place.variables if self.place else {}),
            "FLOWC_USER": "conformance",
            "PYTHONPATH": str(ROOT),
        }


def _parameters(command: Command, flow: Flow) -> Iterator[tuple[str, Any]]:
    """The configuration of a run, whose values are of the types that the DAG says."""
    types = {one.name: getattr(one, "type", "str") for one in flow.inputs}
    for name, text in _options(command):
        if name not in _NO_PARAMETERS:
            yield name, text if types.get(name) in ("str", None) else _value(text)


def _value(text: str) -> Any:
    lower = text.lower() if text in ("True", "False") else text
    try:
        return json.loads(lower)
    except ValueError:
        return text


def _options(command: Command) -> Iterator[tuple[str, str]]:
    words = iter(command.words[1:])
    return ((word.removeprefix("--"), next(words)) for word in words)
