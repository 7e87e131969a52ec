"""Conformance cases as DAG files, and what the runs of these leave."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from compiler.ir.flow import Flow
from compiler.package.upload import upload
from compiler.pipeline import compile_checked
from compiler.settings import Settings
from runtime_shim.store import open_store
from tests.conformance.case import Case, Command
from tests.engines.commands import configs, parameters
from tests.engines.left import tasks_left
from tests.environments import ROOT
from tests.servers.place import Place

_FOLDER = "s3://a-folder-of-this-machine"
_OUTSIDE = re.compile(r"[^\w-]", re.ASCII)


@dataclass(frozen=True)
class DagFile:
    """One, and what it was made of."""

    path: Path
    flow: Flow

    def configuration(self, command: Command) -> dict[str, Any]:
        """That of a run, by a command; its values are of the types that the DAG says."""
        types = {one.name: getattr(one, "type", "str") for one in self.flow.inputs}
        return {
            name: text if types.get(name) in ("str", None) else _value(text)
            for name, text in parameters(command).items()
        }


class CannotCompile(Exception):
    """The flow has errors, which the message names."""


@dataclass(frozen=True)
class DagFiles:
    """Makes them. A folder of a case has the case's own files in `flow`."""

    python: Path
    """That of all containers."""
    place: Place | None
    """Where the datastores are; in folders, which is cheaper, where it is None."""
    settings: Settings

    def write(self, case: Case, folder: Path) -> None:
        """Puts the files of a case into its folder."""
        case.write(folder / "flow")
        (folder / "flow" / "pyproject.toml").touch()

    def compile(self, case: Case, command: Command, folder: Path) -> DagFile:
        """Makes the file for a command, and uploads the code package. Raises `CannotCompile`."""
        flow = f"{folder / 'flow' / command.script}:{case.flow_of(command)}"
        root = self._root(case, folder)
        # No cluster has the folders of this machine, so flowc takes none: the file gets it later.
        named = root if self.place else _FOLDER
        settings = replace(self.settings, datastore=named, configs=configs(command))
        bundle, checked = compile_checked(flow, "airflow", settings)
        if bundle is None or checked.package is None or checked.program is None:
            raise CannotCompile("\n".join(found.message for found in checked.report.errors))
        upload(checked.package, open_store(root))
        (name,) = (name for name in bundle.documents if name.endswith(".py"))
        path = folder / Path(name).name
        path.write_bytes(bundle.documents[name].replace(named.encode(), root.encode()))
        return DagFile(path, checked.program.flow)

    def tasks(
        self, case: Case, command: Command, run_id: str, folder: Path
    ) -> list[dict[str, Any]]:
        """What a run of Airflow left, read on the interpreter that its tasks had."""
        left = (case.flow_of(command), run_of(run_id), self._root(case, folder))
        variables = self.variables(case, command, folder)
        return tasks_left(self.python, folder, command.script, left, variables)

    def variables(self, case: Case, command: Command, folder: Path) -> dict[str, str]:
        """The environment of all containers, beside what their pods say."""
        return {
            **case.environment(command, folder),
            **(self.place.variables if self.place else {}),
            "FLOWC_USER": "conformance",
            "PYTHONPATH": str(ROOT),
        }

    def _root(self, case: Case, folder: Path) -> str:
        """Where `flowc resume` looks, too."""
        if self.place is None:
            return str(folder / "flow" / "datastore")
        return f"{self.place.root}{case.name}"


def run_of(run_id: str) -> str:
    """What a run of Airflow is called in the datastore; see `identity.RUN` of the backend."""
    return "airflow-" + _OUTSIDE.sub(lambda found: f".{ord(found[0]):02X}", run_id)


def _value(text: str) -> Any:
    lower = text.lower() if text in ("True", "False") else text
    try:
        return json.loads(lower)
    except ValueError:
        return text
