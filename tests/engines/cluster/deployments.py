"""Flows as what they are on the cluster: compiled, uploaded, applied; and what runs left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from compiler.package.upload import upload
from compiler.pipeline import compile_checked
from compiler.settings import ArgoSettings, DefaultResources, Settings
from runtime_shim.store import open_store
from tests.conformance.case import Case, Command
from tests.engines.cluster.api import Object
from tests.engines.cluster.images import python_image
from tests.engines.commands import configs
from tests.engines.left import tasks_left
from tests.environments import ROOT
from tests.servers.place import Place


class CannotCompile(Exception):
    """The flow has errors, which the message names."""


@dataclass(frozen=True)
class Deployments:
    """Makes them. A folder of a case has the case's own files in `flow`."""

    python: Path
    """The interpreter that reads what runs left; that of the image has the same packages."""
    place: Place
    """Where the datastores are."""

    def write(self, case: Case, folder: Path) -> None:
        """Puts the files of a case into its folder."""
        case.write(folder / "flow")
        (folder / "flow" / "pyproject.toml").touch()

    def compile(
        self, case: Case, command: Command, folder: Path, parallelism: int | None = None
    ) -> list[Object]:
        """The documents for a command, whose package is in the datastore then.

        `parallelism` is the most pods of a run at a time. Raises `CannotCompile`.
        """
        flow = f"{folder / 'flow' / command.script}:{case.flow_of(command)}"
        settings = Settings(
            image=python_image(),
            include=("*",),
            # Small, for many pods to have room on one node.
            resources=DefaultResources(cpu=0.01, memory=64, disk=1),
            datastore=self._root(case),
            configs=configs(command),
            argo=ArgoSettings(
                name=case.name.replace("_", "-"),
                parallelism=parallelism,
                event_source="tests",
                event_name="tests",
            ),
        )
        bundle, checked = compile_checked(flow, "argo", settings)
        if bundle is None or checked.package is None:
            raise CannotCompile("\n".join(found.message for found in checked.report.errors))
        upload(checked.package, open_store(self._root(case)))
        (content,) = (text for name, text in bundle.documents.items() if name.endswith(".yaml"))
        return list(yaml.safe_load_all(content))

    def tasks(
        self, case: Case, command: Command, run_id: str, folder: Path
    ) -> list[dict[str, Any]]:
        """What a run left, read on an interpreter like that of its tasks."""
        left = (case.flow_of(command), run_id, self._root(case))
        variables = {**self.variables(case, command, folder), "PYTHONPATH": str(ROOT)}
        return tasks_left(self.python, folder, command.script, left, variables)

    def variables(self, case: Case, command: Command, folder: Path) -> dict[str, str]:
        """The environment of a command, here or in pods."""
        return {
            **case.environment(command, folder),
            **self.place.variables,
            "FLOWC_USER": "conformance",
        }

    def _root(self, case: Case) -> str:
        return f"{self.place.root}{case.name}"
