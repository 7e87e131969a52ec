"""The flows under `flows/`: a file each, or a folder whose flow is `flow.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.conformance.case import Case, commands_of

_FLOWS = Path(__file__).resolve().parent / "flows"


def handwritten_cases() -> Iterator[Case]:
    """One case for each of them, in the order of their names."""
    for entry in sorted(_FLOWS.iterdir()):
        if entry.is_dir():
            files = {str(file.relative_to(entry)): file.read_bytes() for file in _files(entry)}
            yield Case(entry.name, files, commands_of("flow.py", files["flow.py"].decode()))
        elif entry.suffix == ".py":
            yield Case(
                entry.stem,
                {entry.name: entry.read_bytes()},
                commands_of(entry.name, entry.read_text()),
            )


def _files(folder: Path) -> Iterator[Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return (path for path in found if path.suffix != ".pyc")
