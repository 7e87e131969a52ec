"""Environments beside the one that the tests run in.

A test that compiles under another Python, or that needs a distribution flowc must work
without, gets a virtual environment of its own under `.venvs/`, made from a hashed lock
and kept until that lock changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = ROOT / "requirements" / "runtime.txt"
METAFLOW_LOCK = ROOT / "requirements" / "metaflow.txt"
DEMO_LOCK = ROOT / "requirements" / "demo.txt"
IMAGE_LOCK = ROOT / "compiler" / "images" / "requirements.txt"
BENCHMARK_LOCK = ROOT / "requirements" / "benchmark.txt"
GCS_LOCK = ROOT / "requirements" / "gcs.txt"
AIRFLOW_LOCKS = {
    version: ROOT / "requirements" / f"airflow-{version}.txt"
    for version in ("2.10.5", "2.11.2", "3.3.2")
}

_FOLDER = ROOT / ".venvs"
_PRINT_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def environment(name: str, python: str | Path, lock: Path) -> Path:
    """The interpreter of a virtual environment that holds what `lock` lists."""
    folder = _FOLDER / name
    interpreter = folder / "bin" / "python"
    stamp = folder / ".lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    with alone(name):
        if interpreter.exists() and stamp.exists() and stamp.read_text() == digest:
            return interpreter
        _run([str(python), "-m", "venv", "--clear", str(folder)])
        _run([*_install_into(interpreter), "--quiet", "--require-hashes", "-r", str(lock)])
        stamp.write_text(digest)
    return interpreter


def alone(name: str) -> FileLock:
    """Held by the one process that makes what is called so, which others then find."""
    _FOLDER.mkdir(exist_ok=True)
    return FileLock(_FOLDER / f"{name}.alone")


def _install_into(interpreter: Path) -> list[str]:
    """The command for it: uv's, which takes a tenth of pip's time, where uv is beside flowc."""
    uv = Path(sys.executable).with_name("uv")
    if uv.exists():
        return [str(uv), "pip", "install", "--python", str(interpreter)]
    return [str(interpreter), "-m", "pip", "install", "--disable-pip-version-check"]


def node_environment(name: str, project: Path) -> Path | None:
    """A folder with the `node_modules` that a project's lock lists; None without `npm`.

    No script of a package is run.
    """
    npm = shutil.which("npm")
    if npm is None:
        return None
    folder = _FOLDER / name
    stamp = folder / ".lock"
    files = [project / "package.json", project / "package-lock.json"]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    with alone(name):
        if not stamp.exists() or stamp.read_text() != digest:
            folder.mkdir(exist_ok=True)
            for file in files:
                shutil.copy(file, folder)
            quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            _run([npm, "ci", "--prefix", str(folder), *quiet])
            stamp.write_text(digest)
    return folder


def find_interpreter(version: str) -> str | None:
    """A Python of that version (`3.12`) on this machine, or None.

    Looks at the running one, at `python3.12` on the path, and at what pyenv keeps: a
    shim of pyenv is on the path but need not run.
    """
    candidates = [sys.executable, shutil.which(f"python{version}"), *_pyenv(version)]
    for candidate in candidates:
        if candidate and _version(candidate) == version:
            return candidate
    return None


def _pyenv(version: str) -> list[str]:
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return [str(found) for found in sorted(root.glob(f"versions/{version}.*/bin/python"))]


def _version(python: str) -> str | None:
    command = [python, "-c", _PRINT_VERSION]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")
