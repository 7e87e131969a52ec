"""What a run on an engine has left in the datastore."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.environments import ROOT

_DUMP = ROOT / "tests" / "conformance" / "dump_flowc.py"


def tasks_left(
    python: Path,
    folder: Path,
    script: str,
    run: tuple[str, str, str],
    variables: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The tasks of a run: its flow, its id, and the root of the datastore.

    They are read on an interpreter with the packages that the tasks had, beside the flow's file in
    `folder / "flow"`.
    """
    dump = folder / "dump.json"
    words = [str(python), str(_DUMP), script, *run, str(dump)]
    subprocess.run(words, cwd=folder / "flow", env=dict(variables), check=True)
    found: list[dict[str, Any]] = json.loads(dump.read_text())
    return found
