"""Runs the containers that Metaflow's Argo exporter describes, as processes of this machine."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import Cost, run

_PLACEHOLDER = re.compile(r"\{\{([^}]*)\}\}")
_CREATED = "2026"
_WORKFLOW = "w1"
_PATHS_FILE = Path("/tmp/mf-input-paths")
_RESULTS = Path("/mnt/out")
"""Where the generated command writes, wherever it runs: a container has such folders of its own."""


@dataclass(frozen=True)
class MetaflowPods:
    """The exported templates of a linear flow, whose steps are run one after the other."""

    flow: str
    templates: Mapping[str, Any]
    python: Path
    variables: Mapping[str, str]
    """What leads to the store."""
    folder: Path

    @classmethod
    def export(
        cls, script: Path, flow: str, python: Path, variables: Mapping[str, str]
    ) -> MetaflowPods:
        """Exports the flow, which uploads its code package."""
        command = [str(python), script.name, "argo-workflows", "create", "--only-json"]
        done = subprocess.run(
            command, cwd=script.parent, env=dict(variables), capture_output=True, check=True
        )
        found = json.loads(done.stdout)["spec"]["templates"]
        templates = {template["name"]: template for template in found}
        return cls(flow, templates, python, variables, script.parent)

    def run(self, step: str, after: str | None, name: str) -> Cost:
        """Runs the container of a step, whose predecessor has run; `name` is of its folder.

        What Metaflow needs is there already, as in an image that was made for it.
        """
        container = self.templates[step]["container"]
        paths = f"argo-{_WORKFLOW}/{after}/{_task_id(after)}" if after else ""
        values = {
            "workflow.name": _WORKFLOW,
            "workflow.creationTimestamp": _CREATED,
            "inputs.parameters.input-paths": paths,
        }
        command = [
            _PLACEHOLDER.sub(lambda found: values.get(found[1], "0"), word)
            for word in container["command"]
        ]
        folder = self.folder / name
        folder.mkdir()
        _RESULTS.mkdir(parents=True, exist_ok=True)
        _PATHS_FILE.unlink(missing_ok=True)
        return run(command, folder, self._environment(container, folder))

    def _environment(self, container: Any, folder: Path) -> dict[str, str]:
        stated = {one["name"]: one.get("value") or "of-the-pod" for one in container["env"]}
        store = {
            name: value
            for name, value in self.variables.items()
            if name.startswith("AWS_") or name == "METAFLOW_S3_ENDPOINT_URL"
        }
        return {
            **stated,
            **store,
            "PATH": f"{self.python.parent}:/usr/bin:/bin",
            "HOME": str(folder),
            "METAFLOW_SKIP_INSTALL_DEPENDENCIES": "1",
        }


def _task_id(step: str) -> str:
    """The id that the command makes of a step without anything before it."""
    digest = hashlib.md5(f"{step}-{_CREATED}--\n".encode(), usedforsecurity=False)
    return f"t-{digest.hexdigest()[-8:]}"
