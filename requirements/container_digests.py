"""Leaves out of a lock the digests of files that no container installs.

`uv pip compile` writes those of all files of a release. Where a lock is a variable of a container,
source distributions and wheels for other systems are half of it, and more.

    python -m requirements.container_digests compiler/images/requirements.txt
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from compiler.toml import parse_toml

OLDEST_PYTHON = "3.9"
MACHINES = ("x86_64", "aarch64", "ppc64le", "s390x")
"""Of 64 bits, with Linux."""
_CONTINUED = " \\\n    "


def main(file: Path) -> None:
    """Writes the lock anew."""
    text = file.read_text(encoding="utf-8").replace(_CONTINUED, " ")
    requirements = [line.split(" --hash=") for line in text.splitlines()]
    wanted = _digests(pin for pin, *_ in requirements)
    kept = [[pin, *(one for one in digests if one in wanted)] for pin, *digests in requirements]
    lines = [f"{_CONTINUED}--hash=".join(parts) + "\n" for parts in kept]
    file.write_text("".join(lines), encoding="utf-8")


def _digests(pins: Iterable[str]) -> set[str]:
    """Of the wheels that uv would install on these machines."""
    machines = [f"sys_platform == 'linux' and platform_machine == '{one}'" for one in MACHINES]
    project = (
        f'[project]\nname = "containers"\nversion = "0"\nrequires-python = ">={OLDEST_PYTHON}"\n'
        f"dependencies = {json.dumps(list(pins))}\n"
        f"[tool.uv]\nenvironments = {json.dumps(machines)}\n"
    )
    with TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text(project, encoding="utf-8")
        subprocess.run(["uv", "lock", "--quiet"], cwd=folder, check=True)
        lock = (Path(folder) / "uv.lock").read_text(encoding="utf-8")
    packages: Any = parse_toml(lock)["package"]
    return {wheel["hash"] for package in packages for wheel in package.get("wheels", ())}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
