"""What the code package of a large project costs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.flows import chain
from benchmarks.measure import run
from benchmarks.table import show, target

_FILES = 10_000
_IMPORTED = 1_000
"""How many of the files are modules that import each other, and so have to be read as text."""


def packaging(folder: Path, flowc: Path, variables: Mapping[str, str]) -> bool:
    """A package of 10,000 files, twice, in a project with a `.gitignore`."""
    project = folder / "large-project"
    _write(project)
    command = [str(flowc), "package", "flow.py", "--format", "json", "--output"]
    costs = {
        name: run([*command, f"{name}.zip"], project, variables) for name in ("first", "second")
    }
    print(f"A code package of {_FILES:,} files, whole processes, listed and written\n")
    show(costs)
    contents = [(project / f"{name}.zip").read_bytes() for name in costs]
    differing = float(contents[0] != contents[1])
    return all(
        [
            target("the package, in seconds", costs["second"].wall, 3),
            target("packages that differ", differing, 0),
        ]
    )


def _write(project: Path) -> None:
    package = project / "large"
    package.mkdir(parents=True)
    (project / "flowc.toml").touch()
    (project / ".gitignore").write_text("*.log\n__pycache__/\n/build/\n.env\nlarge/data/raw/\n")
    (project / "flow.py").write_text(f"import large.m0\n{chain(3)}")
    (package / "__init__.py").touch()
    code = "def f(x):\n    if x:\n        return [y + 1 for y in x]\n    return None\n\n\n" * 20
    for number in range(_IMPORTED):
        imports = f"from large import m{(number + 1) % _IMPORTED}, m0\n"
        (package / f"m{number}.py").write_text(imports + code)
    for number in range(_FILES - _IMPORTED - 1):
        folder = package / "data" / f"part{number % 100}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"data{number}.txt").write_text(f"{number}\n" * 20)
