"""What the golden tests compile, and how.

A case is a flow in `flows/` or `rejected/`: a file, or a folder with a `flow.py` and what
it needs beside it. Settings of its own, if any, are in `settings/<case>.toml`, in place of the
least that a project sets.

    expected/airflow/<case>/        what the target gives for a flow, and what it is warned about
    expected/argo/<case>.yaml
    expected/ir/<case>.json
    expected/local/<case>.json
    expected/stepfunctions/<case>/  as for Airflow
    expected/warnings/<case>.txt    what it is warned about for Argo, where it is
    locks/<environment>.txt         the locks of packages, which bundles have as they are
    rejected/<case>.txt             the exact text of the diagnostics, of Argo
    rejected/<other target>/        flows that only this target refuses, or warns of, and the text
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from compiler.diagnostics.render.text import render_text
from compiler.environments.locking import Locking
from compiler.images.wheel import runtime_wheel
from compiler.pipeline import Checked, compile_checked
from compiler.settings import AirflowSettings, Settings, settings_from
from compiler.toml import parse_toml

HERE = Path(__file__).resolve().parent
LOCKS = HERE / "locks"
PROJECT = Settings(
    image="python:3.12-slim", datastore="s3://flowc", airflow=AirflowSettings(max_loop=3)
)
"""The least that a project sets for most flows to be compiled for a cluster without a warning."""
EXPECTED = HERE / "expected"
TARGETS = {"argo": "yaml", "ir": "json", "local": "json"}
"""Each target with one document, and the ending that its golden files have."""
STEPFUNCTIONS = "stepfunctions"
AIRFLOW = "airflow"
FOLDERS = (AIRFLOW, STEPFUNCTIONS)
"""The targets with several documents, a folder for each case."""


@dataclass(frozen=True)
class Case:
    """One flow, by its name and where its source is."""

    name: str
    source: Path

    @property
    def settings(self) -> Settings:
        """The settings of this case; those of `PROJECT` where it has none of its own."""
        path = HERE / "settings" / f"{self.name}.toml"
        if not path.exists():
            return PROJECT
        return settings_from(parse_toml(path.read_text()))


@dataclass(frozen=True)
class Compiled:
    """The documents of a target, none where there were errors, and the diagnostics."""

    documents: Mapping[str, bytes]
    """By the names of their files."""
    diagnostics: str
    locks: Mapping[str, bytes] = field(default_factory=dict)
    """By their path in the bundle."""

    @property
    def document(self) -> bytes | None:
        """The document of a target that has only one; None where there were errors."""
        if not self.documents:
            return None
        (document,) = self.documents.values()
        return document


def cases(folder: str) -> list[Case]:
    """The cases in `flows` or `rejected`, in alphabetical order."""
    root = HERE / folder
    files = [Case(path.stem, path) for path in root.glob("*.py")]
    folders = [Case(path.parent.name, path) for path in root.glob("*/flow.py")]
    return sorted([*files, *folders], key=lambda case: case.name)


def compile_case(case: Case, target: str) -> Compiled:
    """Compiles a case for a target, without touching the disk."""
    locking = Locking(case.source.relative_to(HERE.parent).as_posix())
    bundle, checked = compile_checked(case.source, target, case.settings, locking)
    if bundle is None:
        return Compiled({}, rendered(checked))
    documents = {
        PurePosixPath(path).name: without_digest(content)
        for path, content in bundle.documents.items()
    }
    return Compiled(documents, rendered(checked), bundle.locks)


def without_digest(document: bytes) -> bytes:
    """With zeros for the digest of the runtime's wheel, which any change of the runtime changes."""
    digest = hashlib.sha256(runtime_wheel().content).hexdigest().encode()
    return document.replace(digest, b"0" * len(digest))


def rendered(checked: Checked) -> str:
    """The diagnostics as a person sees them, without colour, and their count."""
    return render_text(checked.report.diagnostics, checked.sources)
