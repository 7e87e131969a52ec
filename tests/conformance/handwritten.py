"""The flows under `flows/`: a file each, or a folder whose flow is `flow.py`.

A file may stand for several cases, each named by a comment `# case NAME` above its commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.case import Case, commands_of

_CASE = re.compile(r"^# case (\w+)$", re.MULTILINE)
_FLOWS = Path(__file__).resolve().parent / "flows"


def handwritten_cases() -> Iterator[Case]:
    """The cases of each, in the order of their names."""
    for entry in sorted(_FLOWS.iterdir()):
        if entry.is_dir():
            files = {str(file.relative_to(entry)): file.read_bytes() for file in _files(entry)}
            yield Case(entry.name, files, commands_of("flow.py", files["flow.py"].decode()))
        elif entry.suffix == ".py":
            yield from _cases_of(entry)


def _cases_of(file: Path) -> Iterator[Case]:
    text = file.read_text()
    head, *named = _CASE.split(text)
    parts = zip(named[::2], named[1::2], strict=True) if named else [("", head)]
    for name, commands in parts:
        full = f"{file.stem}_{name}" if name else file.stem
        yield Case(full, {file.name: text.encode()}, commands_of(file.name, commands))


def _files(folder: Path) -> Iterator[Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return (path for path in found if path.suffix != ".pyc")
