"""A flow from its laptop to containers that have nothing but its document, and back."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from compiler.cli.main import run
from runtime_shim.artifacts import Artifacts
from runtime_shim.history import History
from runtime_shim.manifest import TaskId
from runtime_shim.store.folder import FolderStore
from tests.containers import Cluster, WorkflowRun

FILES = {
    "pyproject.toml": "",
    ".gitignore": "*.tmp\n",
    "flows/training/__init__.py": "",
    "flows/training/flow.py": """
        import json
        import subprocess
        import sys
        from importlib import resources
        from pathlib import Path

        from metaflow import Config, FlowSpec, IncludeFile, Parameter, exit_hook, step

        import helpers
        from flows.training import rates
        from metrics.scores import score


        def tell(run):
            Path(run["end"].task.data.log).write_text(f"hook {run.successful} {helpers.NAME}")


        @exit_hook(on_success=[tell], on_error=[tell])
        class TrainFlow(FlowSpec):
            query = IncludeFile("query", default="query.sql")
            alpha = Parameter("alpha", default=0.5)
            limits = Config("limits", default="limits.json")
            log = Parameter("log", default="")

            @step
            def start(self):
                self.items = json.loads(Path("items.json").read_text())
                self.text = self.query.strip()
                self.next(self.train, foreach="items")

            @step
            def train(self):
                self.score = score(self.input) * self.alpha * rates.RATE + self.limits.most
                self.next(self.join)

            @step
            def join(self, inputs):
                self.scores = sorted(one.score for one in inputs)
                self.merge_artifacts(inputs, exclude=["score"])
                self.next(self.children)

            @step
            def children(self):
                code = "import metaflow, helpers, metrics.scores as s; print(helpers.NAME, s.NAME)"
                self.child = subprocess.check_output([sys.executable, "-c", code], text=True)
                script = str(Path(__file__).parent / "script.py")
                self.script = subprocess.check_output([sys.executable, script], text=True)
                self.way = "end" if self.scores else "nowhere"
                self.next({"end": self.end, "nowhere": self.nowhere}, condition="way")

            @step
            def nowhere(self):
                self.next(self.end)

            @step
            def end(self):
                print(self.scores)
    """,
    "flows/training/helpers.py": "import lazy_parts\nNAME = lazy_parts.NAME\n",
    "flows/training/rates.py": "RATE = 2\n",
    "flows/training/script.py": "import metaflow, helpers\nprint(helpers.NAME)\n",
    "flows/training/items.json": "[1, 2, 3]",
    "flows/training/query.sql": "select 1\n",
    "flows/training/junk.tmp": "",
    "flows/training/other_flow.py": "",
    "limits.json": '{"most": 10}',
    "lazy_parts.py": "NAME = 'helped'\n",
    "unrelated.py": "",
    "src/metrics/__init__.py": "",
    "src/metrics/scores.py": """
        from pathlib import Path

        NAME = "scores"

        def score(item):
            return item + int((Path(__file__).parent / "offsets" / "one.txt").read_text())
    """,
    "src/metrics/offsets/one.txt": "100",
}
PACKED = {
    *(name for name in FILES if name.startswith(("flows/", "src/", "lazy", "limits"))),
    ".flowc/TrainFlow.plan.json",
} - {"flows/training/junk.tmp"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(content))
    monkeypatch.chdir(root / "flows" / "training")
    monkeypatch.setenv("USER", "ann")
    return root


def deployed(folder: Path) -> dict[str, Any]:
    """Compiles and uploads the flow in the current folder; its WorkflowTemplate."""
    options = ["--datastore", str(folder / "store")]
    built = ["--output", str(folder / "built")]
    assert run(["compile", "flow.py", "--target", "argo", *built, *options]) == 0
    assert run(["upload", "flow.py", *options]) == 0
    (file,) = (folder / "built").glob("*.yaml")
    document: dict[str, Any] = next(yaml.safe_load_all(file.read_text()))
    return document


def artifacts(history: History) -> dict[tuple[str, str], dict[str, Any]]:
    """Of every task of a run, but for what depends on where it ran."""
    codec = Artifacts(history.store, history.flow)
    found = {}
    for task in (*map(TaskId, ("start", "join", "children", "end"), [""] * 4),
                 *(TaskId("train", str(index)) for index in range(3))):  # fmt: skip
        manifest = history.newest(task)
        assert manifest is not None, task
        found[task.step, task.path] = {
            name: codec.load(one, name)
            for name, one in manifest.artifacts.items()
            if name not in ("log", "name")
        }
    return found


def test_it_gives_what_a_run_here_gives(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = deployed(tmp_path)
    store = FolderStore(str(tmp_path / "store"))
    cluster = Cluster(tmp_path)
    finished = cluster.run(document, alpha="0.25", log=str(tmp_path / "there.txt"))
    assert isinstance(finished, WorkflowRun)
    assert finished.phase == "Succeeded", finished.output()
    assert (tmp_path / "there.txt").read_text() == "hook True helped", finished.output()

    here = ["--datastore", str(tmp_path / "local"), "--run-id-file", str(tmp_path / "id")]
    log = ["--log", str(tmp_path / "here.txt")]
    assert run(["run", "flow.py", "--alpha", "0.25", *log, *here]) == 0, capsys.readouterr().err
    local = History(
        FolderStore(str(tmp_path / "local")), "TrainFlow", (tmp_path / "id").read_text()
    )
    compared = artifacts(History(store, "TrainFlow", finished.id))
    assert compared == artifacts(local)
    assert compared["end", ""]["scores"] == [60.5, 61.0, 61.5]
    assert compared["end", ""]["child"] == "helped scores\n"
    assert compared["end", ""]["script"] == "helped\n"


def test_the_package_has_what_the_flow_needs(tmp_path: Path, project: Path) -> None:
    from compiler.pipeline import package_flow
    from compiler.settings import Settings

    package = package_flow("flow.py", Settings()).package
    assert package is not None
    assert {file.name for file in package.files} | package.own.keys() == PACKED


def test_a_change_of_code_changes_one_line(tmp_path: Path, project: Path) -> None:
    deployed(tmp_path)
    (built,) = (tmp_path / "built").glob("*.yaml")
    before = built.read_text().splitlines()
    (project / "lazy_parts.py").write_text("NAME = 'changed'\n")
    deployed(tmp_path)
    after = built.read_text().splitlines()
    changed = [line for line, other in zip(before, after, strict=True) if line != other]
    assert [line.strip().split(":")[0] for line in changed] == ["flowc/package"]


def test_a_task_without_its_package_says_so(tmp_path: Path, project: Path) -> None:
    document = deployed(tmp_path)
    for package in (tmp_path / "store" / "TrainFlow" / "packages").iterdir():
        package.unlink()
    finished = Cluster(tmp_path).run(document)
    assert finished.phase == "Failed"
    assert "`flowc upload` puts it there" in finished.output()
    assert "Traceback" not in finished.output()
