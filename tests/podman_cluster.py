"""Runs a compiled Argo document in real containers, made and run by podman."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime_shim import contract
from tests import podman
from tests.containers import Cluster, mounted, text


@dataclass
class PodmanCluster(Cluster):
    """A node whose images are podman's; `shared` are folders of this machine that pods see, each
    at its own path."""

    shared: tuple[Path, ...] = ()

    def process(
        self,
        spec: Mapping[str, Any],
        scope: Mapping[str, str],
        volumes: Mapping[str, Path],
        folder: Path,
    ) -> subprocess.CompletedProcess[str]:
        """Runs one container; `volumes` are the folders of those that are empty at first."""
        results = folder / "results"
        for writable in (results, *volumes.values()):
            writable.chmod(0o777)
        mounts = {results: contract.RESULT_FOLDER, **{path: str(path) for path in self.shared}}
        read_only = {one["mountPath"] for one in spec.get("volumeMounts", []) if "readOnly" in one}
        for path, source in mounted(spec, volumes).items():
            mounts[Path(source)] = f"{path}:ro" if path in read_only else path
        program, *more = spec["command"]
        return podman.run(
            spec["image"],
            *more,
            *(text(word, scope) for word in spec.get("args", [])),
            env=self.variables(spec, scope, folder),
            mounts=mounts,
            options=("--entrypoint", program),
            check=False,
        )

    def variables_of_node(self, folder: Path) -> dict[str, str]:
        """None: a container has those of its image."""
        return {}
