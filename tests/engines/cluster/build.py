"""Builds the engine's programs from Go modules, once for each version.

A cold build takes about a quarter of an hour of CPU. Programs of other pins are other files, so an
old checkout and a new one have theirs side by side.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.engines.cluster.places import CACHE
from tests.engines.cluster.problems import ClusterError
from tests.engines.cluster.versions import ARGO, KUBERNETES, Module

_ENVIRONMENT = {
    "GOFLAGS": "-mod=readonly -buildvcs=false",
    "GOTOOLCHAIN": "local",
    "CGO_ENABLED": "0",
}


def build_all() -> None:
    """Builds what is not there yet, and gives way to all else that runs."""
    for module in (KUBERNETES, ARGO):
        missing = [one for one in module.programs if not _target(module, one).exists()]
        if missing:
            folder_of(module).mkdir(parents=True, exist_ok=True)
            options = _with_links(module) if module.links else []
            for package in missing:
                _build(module, package, options)


def folder_of(module: Module) -> Path:
    """Where its programs are, by the version and all that may change what is built."""
    digest = hashlib.sha256()
    for file in sorted(module.folder.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(module.folder).as_posix().encode())
            digest.update(file.read_bytes())
    return CACHE / f"{module.name}-{module.version}-{digest.hexdigest()[:12]}"


def program(module: Module, name: str) -> Path:
    """A program that was built. Raises `ClusterError` where it was not."""
    path = folder_of(module) / name
    if not path.exists():
        raise ClusterError(f"There is no {name} {module.version} yet: run `make cluster`.")
    return path


def source(module: Module) -> Path:
    """The folder of the main module's files, which come with its code."""
    # `go list` would know of no folder before the module is there.
    told = json.loads(_go(module, "mod", "download", "-json", module.main))
    return Path(told["Dir"])


def _build(module: Module, package: str, options: Sequence[str]) -> None:
    version = module.version
    major, minor, _ = version.removeprefix("v").split(".")
    variables = [f"-X={one.format(version, major, minor)}" for one in module.linker]
    # Moved into place when it is whole.
    target = _target(module, package)
    unfinished = target.with_suffix(f".{os.getpid()}")
    flags = ["-trimpath", f"-ldflags=-s -w {' '.join(variables)}", *options]
    _go(module, "build", *flags, "-o", str(unfinished), package)
    unfinished.replace(target)


def _with_links(module: Module) -> list[str]:
    """Options that take the main module from a copy, which has its links."""
    copy = folder_of(module) / "source"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source(module), copy)
    for name, to in module.links.items():
        link = copy / name
        link.parent.chmod(0o755)
        link.symlink_to(to)
    file = folder_of(module) / "with_links.mod"
    for suffix in (".mod", ".sum"):
        shutil.copy(module.folder / f"go{suffix}", file.with_suffix(suffix))
    _go(module, "mod", "edit", f"-replace={module.main}={copy}", str(file))
    return [f"-modfile={file}"]


def _target(module: Module, package: str) -> Path:
    return folder_of(module) / package.rpartition("/")[2]


def _go(module: Module, *words: str) -> str:
    go = shutil.which("go")
    if go is None:
        raise ClusterError("There is no `go` on this machine to build the cluster's programs.")
    done = subprocess.run(
        ["nice", "-n", "19", go, *words],
        cwd=module.folder,
        env={**os.environ, **_ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ClusterError(f"`go {' '.join(words)}` failed:\n{done.stderr[-4000:]}")
    return done.stdout
