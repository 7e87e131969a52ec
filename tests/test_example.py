"""The example trains its models here. About a minute, most of it to install scikit-learn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from runtime_shim.artifacts import Artifacts
from runtime_shim.history import History
from runtime_shim.manifest import TaskId
from runtime_shim.store.folder import FolderStore
from tests.environments import DEMO_LOCK, ROOT, environment


def test_the_example_runs(tmp_path: Path) -> None:
    python = environment("demo", sys.executable, DEMO_LOCK)
    command = [
        *(sys.executable, "-m", "compiler", "run", "examples/train.py", "--epochs", "2"),
        *("--python", str(python), "--datastore", str(tmp_path)),
        *("--run-id-file", str(tmp_path / "run-id")),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    run = History(FolderStore(str(tmp_path)), "TrainFlow", (tmp_path / "run-id").read_text())
    end = run.newest(TaskId("end", ""))
    assert end is not None
    score = Artifacts(run.store, run.flow).load(end.artifacts["forest_score"], "forest_score")
    assert isinstance(score, float)
    assert score > 0.9
    assert len(run.tasks("fit")) == 6
    report = run.newest(TaskId("report", ""))
    assert report is not None
    assert report.cards == ("default",)
