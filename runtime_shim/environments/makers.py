"""What makes environments: uv where it is to be had, else Python's own venv and pip.

Either installs what the lock lists and nothing else, each file by its digest. Sources are not
built: what a build asks for no lock pins. Indexes are those that their usual variables and files
of configuration name.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from runtime_shim import contract
from runtime_shim.environments.lock import EnvironmentFailed, Lock
from runtime_shim.environments.uv import find_uv

_SHOWN = 4000
"""Characters at the end of what a failed command said."""
_RELATIVE = """\
#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")"/python "$0" "$@"
' '''
"""
"""What a script begins with that runs with the Python beside it, wherever that is: for the
shell a command, for Python a text."""


class Maker(Protocol):
    """Makes environments in folders, which may be moved afterwards."""

    def check(self, python: str) -> None:
        """Raises `EnvironmentFailed` where that version of Python, such as `3.12`, is not here."""

    def create(self, folder: Path, python: str) -> None:
        """An environment without packages; raises what `check` does, too."""

    def install(self, folder: Path, lock: Lock) -> None:
        """Adds the packages of a lock, with their bytecode."""


def find_maker(environment: Mapping[str, str], cache: Path) -> Maker:
    """The best that there is here; `cache` is for what it downloads."""
    uv = find_uv(environment)
    return _Uv(uv, environment, cache) if uv else _Pip(environment)


@dataclass(frozen=True)
class _Uv:
    program: str
    environment: Mapping[str, str]
    cache: Path

    def check(self, python: str) -> None:
        if python == _own_python():
            return
        try:
            self._run("python", "find", "--system", "--no-python-downloads", python)
        except EnvironmentFailed:
            raise EnvironmentFailed(
                f"uv finds no Python {python}, which a package environment is for. "
                + _advice(python, "Install it where `uv python list` shows it", self.environment)
            ) from None

    def create(self, folder: Path, python: str) -> None:
        self.check(python)
        # uv would look in the PATH first, where the same version may be another build, or none.
        found = sys.executable if python == _own_python() else python
        self._run("venv", "--relocatable", "--no-python-downloads", "--python", found, str(folder))

    def install(self, folder: Path, lock: Lock) -> None:
        python = str(folder / "bin" / "python")
        self._run(
            *("pip", "sync", "--require-hashes", "--no-build", "--compile-bytecode"),
            *("--python", python, str(lock.file)),
        )

    def _run(self, *arguments: str) -> None:
        variables = {
            "UV_CACHE_DIR": str(self.cache),
            **self.environment,
            # Bytecode is as good after the files were packed, unpacked and have other times.
            "PYC_INVALIDATION_MODE": "UNCHECKED_HASH",
        }
        run([self.program, "--quiet", *arguments], variables)


@dataclass(frozen=True)
class _Pip:
    environment: Mapping[str, str]

    def check(self, python: str) -> None:
        if python != _own_python():
            raise EnvironmentFailed(
                f"a package environment is for Python {python}, and this is Python "
                f"{_own_python()}. "
                + _advice(python, "Install uv, which finds other Pythons", self.environment)
            )

    def create(self, folder: Path, python: str) -> None:
        self.check(python)
        run([sys.executable, "-m", "venv", "--without-pip", str(folder)], self.environment)

    def install(self, folder: Path, lock: Lock) -> None:
        python = str(folder / "bin" / "python")
        pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
        pinned = ["--no-deps", "--require-hashes", "--only-binary=:all:"]
        options = ["--quiet", "--no-compile", *pinned, "--requirement", str(lock.file)]
        run([*pip, "install", *options], self.environment)
        compiling = ["-m", "compileall", "-q", "--invalidation-mode=unchecked-hash"]
        # A package may have files for other Pythons: what does not compile is left as it is.
        subprocess.run([python, *compiling, str(folder / "lib")], check=False, capture_output=True)
        _make_relative(folder / "bin")


def run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Runs a program; raises `EnvironmentFailed` with what it said."""
    try:
        done = subprocess.run(
            command,
            # The project's own configuration is for its developers' environments.
            cwd=os.sep,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise EnvironmentFailed(f"{command[0]} cannot be started: {error.strerror}.") from error
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()[-_SHOWN:]
        program = Path(command[0]).name
        raise EnvironmentFailed(f"the package environment cannot be made; {program} said: {said}")


def _advice(python: str, remedy: str, environment: Mapping[str, str]) -> str:
    """What to do about a Python that is not here; `remedy` is that on the machine of a person."""
    if environment.get(contract.ENV_PACKAGE):
        return f"Name an image that has Python {python}."
    return (
        f'{remedy}, or ask for this one: `python="{_own_python()}"` in the decorator, or in the '
        "settings for all steps."
    )


def _own_python() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def _make_relative(scripts: Path) -> None:
    """Has scripts that pip wrote run with the Python beside them, once the folder has moved."""
    own = f"#!{scripts}/python".encode()
    for script in scripts.iterdir():
        if script.is_symlink() or not script.is_file():
            continue
        content = script.read_bytes()
        if content.startswith(own):
            script.write_bytes(_RELATIVE.encode() + content.partition(b"\n")[2])
