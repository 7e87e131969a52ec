"""The three ways in which a container has the runtime, on this machine and without containers.

Each is a virtual environment without flowc, made from nothing but hashed locks and kept under
`.venvs/`; the runtime is put into it anew when it has changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from compiler.images.wheel import runtime_files, runtime_wheel
from compiler.settings import Settings
from tests.containers import Cluster
from tests.environments import IMAGE_LOCK, ROOT, alone, environment

RUNTIME_IMAGE = "registry.example.com/flowc-inject:1"
WAYS = {
    "baked": Settings(runtime="baked"),
    "injected": Settings(runtime="injected", runtime_image=RUNTIME_IMAGE),
    "pip": Settings(runtime="pip"),
}
"""By the setting `runtime` all that it takes."""


def cluster(way: str, folder: Path) -> Cluster:
    """A cluster whose images are for a way, in an empty folder."""
    if way == "baked":
        return Cluster(folder, python=baked())
    if way == "injected":
        image = {"/flowc": str(inject_folder(folder / "image"))}
        return Cluster(folder, python=stock(), images={RUNTIME_IMAGE: image})
    return Cluster(folder, python=stock(), environment=index(folder / "index"))


@cache
def stock() -> Path:
    """A Python that has pip, and nothing else."""
    folder = ROOT / ".venvs" / "stock"
    python = folder / "bin" / "python"
    with alone("stock"):
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    return python


@cache
def baked() -> Path:
    """A Python that has the runtime, as the image `runtime` installs it."""
    python = environment("baked", sys.executable, IMAGE_LOCK)
    wheel = runtime_wheel()
    installed = python.parent.parent / wheel.file
    with alone("baked"):
        if not installed.exists() or installed.read_bytes() != wheel.content:
            installed.unlink(missing_ok=True)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / wheel.file
                file.write_bytes(wheel.content)
                options = ["--quiet", "--disable-pip-version-check", "--force-reinstall"]
                install = [*options, "--no-deps", "--no-index", str(file)]
                subprocess.run([str(python), "-m", "pip", "install", *install], check=True)
            installed.write_bytes(wheel.content)
    return python


def inject_folder(folder: Path) -> Path:
    """The folder of the image `inject`: the runtime, and the packages for this Python."""
    for name, content in runtime_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    major, minor = sys.version_info[:2]
    (installed,) = (baked().parent.parent / "lib").glob("python3*/site-packages")
    libraries = folder / f"python{major}.{minor}"
    for name in ("obstore", "typing_extensions.py"):
        source = installed / name
        if source.is_dir():
            shutil.copytree(source, libraries / name)
        elif source.exists():
            shutil.copy(source, libraries / name)
    return folder


def index(folder: Path) -> dict[str, str]:
    """What tells pip where the runtime's wheel is, besides where it finds all else."""
    folder.mkdir(parents=True)
    wheel = runtime_wheel()
    (folder / wheel.file).write_bytes(wheel.content)
    own = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    links = [str(folder), *filter(None, [own.get("PIP_FIND_LINKS")])]
    return {**own, "PIP_FIND_LINKS": " ".join(links)}
