from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compiler.backends.local.listener import AttemptId
from compiler.backends.local.options import Resume, RunOptions
from compiler.backends.local.resources import DoesNotFit
from compiler.backends.local.reuse import CannotResume
from compiler.backends.local.scheduler import run_flow
from compiler.package.plan import make_plan
from compiler.pipeline import check_flow
from runtime_shim.artifacts import Artifacts
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.log_lines import LogLine, read_log
from runtime_shim.manifest import TaskId
from runtime_shim.plan import Plan
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store import Buffer
from runtime_shim.store.errors import StoreFailed
from runtime_shim.store.folder import FolderStore
from tests.backends.local.fakes import Recorder
from tests.environments import ROOT, find_interpreter
from tests.waiting import eventually, is_running

LINEAR = """
    from flowc import FlowSpec, step

    class Flow(FlowSpec):
        @step
        def start(self):
            {start}
            self.x = 1
            self.next(self.end)

        @step
        def end(self):
            {end}
            print("x is", self.x)
"""


class Project:
    """A flow in a folder, and its datastore."""

    def __init__(self, folder: Path, source: str) -> None:
        self.folder = folder
        self.file = folder / "flow.py"
        self.file.write_text(textwrap.dedent(source))
        self.store = FolderStore(str(folder / "store"))
        self.recorder = Recorder()

    @property
    def plan(self) -> Plan:
        checked = check_flow(self.file)
        assert checked.program is not None, checked.report.errors
        return replace(make_plan(checked.program), file="flow.py")

    def run(
        self,
        run: str = "1",
        options: RunOptions | None = None,
        parameters: dict[str, str] | None = None,
        resume: Resume | None = None,
    ) -> str:
        """The status that the run ended with."""
        self.recorder = Recorder()
        record = RunRecord("Flow", run, 0.0, "me", "user:me")
        end = run_flow(
            self.plan,
            self.folder,
            self.store,
            record,
            parameters or {},
            options or RunOptions(),
            self.recorder,
            resume,
        )
        assert self.history(self.run_id).end() == end
        return end.status

    @property
    def run_id(self) -> str:
        assert self.recorder.record is not None
        return self.recorder.record.run

    def history(self, run: str = "1") -> History:
        return History(self.store, "Flow", run)

    def artifact(self, name: str, step: str = "end", run: str = "1") -> Any:
        manifest = self.history(run).newest(TaskId(step, ""))
        assert manifest is not None, self.recorder.told
        return Artifacts(self.store, "Flow").load(manifest.artifacts[name], name)

    def start(self) -> subprocess.Popen[str]:
        """The same in a process of its own."""
        script = self.folder / "run.py"
        script.write_text(
            "import sys\n"
            "from pathlib import Path\n"
            "from tests.backends.local.test_scheduler import Project\n"
            f"project = Project(Path({str(self.folder)!r}), Path({str(self.file)!r}).read_text())\n"
            "print(project.run())\n"
        )
        return subprocess.Popen(
            [sys.executable, str(script)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_for_line(self, step: str) -> str:
        """The first line that a task prints."""
        log = self.folder / "store" / "Flow" / "runs" / "1" / step / "-" / "logs" / "0.txt"
        content = eventually(lambda: log.read_bytes() if log.exists() else b"")
        return next(read_log(content)).text


def flow(folder: Path, start: str = "pass", end: str = "pass") -> Project:
    return Project(folder, LINEAR.replace("{start}", start).replace("{end}", end))


def test_a_flow_runs(tmp_path: Path) -> None:
    project = flow(tmp_path)
    assert project.run() == "succeeded"
    assert project.recorder.told == [
        "run started",
        "started start[]#0", "ended start[]#0",
        "started end[]#0", "end[]#0 stdout: x is 1", "ended end[]#0",
        "succeeded: None",
    ]  # fmt: skip


@pytest.mark.parametrize("version", ["3.9", "3.13"])
def test_tasks_run_under_another_python(tmp_path: Path, version: str) -> None:
    python = find_interpreter(version)
    if python is None:
        pytest.skip(f"this machine has no Python {version}")
    project = flow(tmp_path, end="import sys; self.version = sys.version_info[:2]")
    assert project.run(options=RunOptions(python=python)) == "succeeded"
    assert project.artifact("version") == tuple(map(int, version.split(".")))


def test_fresh_processes_do_the_same(tmp_path: Path) -> None:
    project = flow(tmp_path)
    assert project.run(options=RunOptions(fresh_processes=True)) == "succeeded"
    assert "end[]#0 stdout: x is 1" in project.recorder.told


def test_tasks_share_nothing_in_memory(tmp_path: Path) -> None:
    count = "import json; json.seen = getattr(json, 'seen', 0) + 1; self.seen = json.seen"
    project = flow(tmp_path, start=count, end=count)
    project.run()
    assert project.artifact("seen") == 1


def test_tasks_run_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    project = flow(tmp_path, end="import os; self.cwd = os.getcwd()")
    assert project.run() == "succeeded"
    assert project.artifact("cwd") == str(elsewhere)


def test_what_an_interpreter_reads_at_its_start_counts(tmp_path: Path) -> None:
    source = LINEAR.replace("{start}", "pass").replace(
        "{end}", "import sys; self.seed = sys.flags.hash_randomization"
    )
    decorated = source.replace(
        "        @step\n        def end",
        '        @environment(vars={"PYTHONHASHSEED": "0"})\n        @step\n        def end',
    ).replace("FlowSpec, step", "FlowSpec, environment, step", 1)
    project = Project(tmp_path, decorated)
    assert project.run() == "succeeded"
    assert project.artifact("seed") == 0


def test_nothing_of_an_outer_task_reaches_the_tasks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWC_GANG_SIZE", "4")
    monkeypatch.setenv("FLOWC_PARAMETERS", "[]")
    monkeypatch.setenv("MARK", "outer")
    project = flow(tmp_path, end="import os; self.env = dict(os.environ)")
    project.run()
    variables = project.artifact("env")
    assert variables["MARK"] == "outer"
    assert "FLOWC_GANG_SIZE" not in variables
    assert "FLOWC_PARAMETERS" not in variables


def test_an_id_that_a_run_has_is_not_taken(tmp_path: Path) -> None:
    project = flow(tmp_path)
    project.run("1")
    assert project.run("1") == "succeeded"
    assert project.run_id != "1"
    assert project.run_id.isdecimal()


def test_the_record_keeps_the_parameters_for_a_resumed_start(tmp_path: Path) -> None:
    source = LINEAR.replace("{start}", "assert __import__('pathlib').Path('mended').exists()")
    source = (
        source.replace("{end}", "pass")
        .replace("(FlowSpec):", "(FlowSpec):\n        alpha = Parameter('alpha', default=1)\n")
        .replace("import FlowSpec", "import Parameter, FlowSpec")
    )
    project = Project(tmp_path, source)
    folder = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert project.run(parameters={"alpha": "5"}) == "failed"
        Path("mended").touch()
        assert project.run("2", resume=Resume("1")) == "succeeded"
    finally:
        os.chdir(folder)
    assert project.artifact("alpha", run="2") == 5
    record = project.history("2").record()
    assert record is not None
    assert (record.origin, record.parameters) == ("1", {"alpha": "5"})


def test_a_resumed_run_reads_what_it_took_over(tmp_path: Path) -> None:
    project = flow(tmp_path, end="1 / 0")
    assert project.run() == "failed"
    project = flow(tmp_path)
    assert project.run("2", resume=Resume("1")) == "succeeded"
    assert project.recorder.told[1:4] == [
        "reused start[] of 1", "started end[]#0", "end[]#0 stdout: x is 1",
    ]  # fmt: skip


def test_exit_hooks_run_at_the_end(tmp_path: Path) -> None:
    hooked = """
        import os
        from flowc import FlowSpec, exit_hook, step

        def well():
            print("well:", os.environ["FLOWC_RUN_STATUS"])

        def badly():
            print("badly:", os.environ["FLOWC_RUN_STATUS"])
            raise ValueError("of the hook")

        @exit_hook(on_success=[well], on_error=[badly])
        class Flow(FlowSpec):
            @step
            def start(self):
                self.next(self.end)

            @step
            def end(self):
                assert not FAILS
    """
    project = Project(tmp_path, hooked.replace("FAILS", "False"))
    project.run()
    assert project.recorder.told[-2:] == ["succeeded: None", "hook well stdout: well: succeeded"]
    project = Project(tmp_path, hooked.replace("FAILS", "True"))
    assert project.run("2") == "failed"
    after = project.recorder.told[project.recorder.told.index("hook badly stdout: badly: failed") :]
    assert any("of the hook" in line for line in after)
    assert after[-1] == "The exit hook `badly` failed with the status 1."


def test_a_task_that_is_killed_fails_the_run_with_a_reason(tmp_path: Path) -> None:
    project = flow(tmp_path, start="import os; os.kill(os.getpid(), 9)")
    assert project.run() == "failed"
    assert project.recorder.told[-1].startswith("failed: The task start failed: its process was k")
    (failure,) = project.history().failures(TaskId("start", ""))
    assert failure.error is not None


def test_the_death_of_the_server_fails_the_run(tmp_path: Path) -> None:
    project = flow(tmp_path, start="import os, time; os.kill(os.getppid(), 9); time.sleep(60)")
    assert project.run() == "failed"
    assert "the process that starts the tasks ended by itself" in project.recorder.told[-1]


class FullStore(FolderStore):
    """Has no room for some keys."""

    def __init__(self, root: str, *endings: str) -> None:
        super().__init__(root)
        self.endings = endings

    def write(self, key: str, content: Iterable[Buffer]) -> None:
        if key.endswith(self.endings):
            raise StoreFailed(f"there is no room for {key}.")
        super().write(key, content)


@pytest.mark.parametrize(
    ("start", "endings"),
    [
        ("pass", ["end.json"]),
        ("1 / 0", ["end.json"]),
        ("import os; os._exit(3)", ["end.json", "failures/0.json"]),
    ],
)
def test_a_run_whose_store_is_full_ends_in_order(
    tmp_path: Path, start: str, endings: list[str]
) -> None:
    project = flow(tmp_path, start=start)
    project.store = FullStore(str(tmp_path / "store"), *endings)
    record = RunRecord("Flow", "1", 0.0, "me", "user:me")
    end = run_flow(
        project.plan, tmp_path, project.store, record, {}, RunOptions(), project.recorder
    )
    assert end.status == "failed"
    assert project.recorder.told[-1].startswith("failed: ")
    assert "there is no room for" in project.recorder.told[-1]
    assert project.history().end() is None


def test_logs_that_the_store_does_not_take_change_nothing_about_the_run(tmp_path: Path) -> None:
    project = flow(tmp_path, start="print('one')")
    project.store = FullStore(str(tmp_path / "store"), "logs/0.txt")
    project.store.is_remote = True
    record = RunRecord("Flow", "1", 0.0, "me", "user:me")
    end = run_flow(
        project.plan, tmp_path, project.store, record, {}, RunOptions(), project.recorder
    )
    assert end.status == "succeeded"
    *_, told, ended = project.recorder.told
    # Of several it is the one that is copied first.
    assert told.startswith("not all of the logs: there is no room for Flow/runs/1/")
    assert ended == "succeeded: None"


def test_an_error_of_the_schedulers_ends_the_tasks_before_the_run(tmp_path: Path) -> None:
    project = flow(tmp_path, start="import time; print('runs', flush=True); time.sleep(60)")

    class Refusing(Recorder):
        pid = 0

        def task_started(self, attempt: AttemptId, pid: int) -> None:
            self.pid = pid

        def line(self, attempt: AttemptId, line: LogLine) -> None:
            raise FlowcError("that is too much.")

        def run_ended(self, end: RunEnd) -> None:
            super().run_ended(end)
            assert not is_running(self.pid)

    listener = Refusing()
    record = RunRecord("Flow", "1", 0.0, "me", "user:me")
    end = run_flow(project.plan, tmp_path, project.store, record, {}, RunOptions(), listener)
    assert listener.told[-1] == "failed: that is too much."
    assert project.history().end() == end


@pytest.mark.parametrize("event", ["run_started", "line"])
def test_a_run_of_which_nobody_can_be_told_is_interrupted(tmp_path: Path, event: str) -> None:
    project = flow(tmp_path, start="print('runs', flush=True); import time; time.sleep(60)")

    def closed(*_: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    listener = Recorder()
    setattr(listener, event, closed)
    record = RunRecord("Flow", "1", 0.0, "me", "user:me")
    with pytest.raises(BrokenPipeError):
        run_flow(project.plan, tmp_path, project.store, record, {}, RunOptions(), listener)
    end = project.history().end()
    assert end is not None
    assert end.status == "interrupted"
    assert end.reason == "What the run printed could not be written: Broken pipe."


def test_nothing_is_recorded_where_no_run_can_start(tmp_path: Path) -> None:
    project = flow(tmp_path)
    steps = {"end": replace(project.plan.steps["end"], gpu=64)}
    greedy = replace(project.plan, steps={**project.plan.steps, **steps})
    with pytest.raises(DoesNotFit):
        run_flow(
            greedy, tmp_path, project.store, RunRecord("Flow", "1", 0.0, "me", "user:me"), {},
            RunOptions(enforce=True), Recorder(),
        )  # fmt: skip
    with pytest.raises(CannotResume):
        project.run(resume=Resume("7"))
    assert project.history().record() is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_says_so_and_can_be_resumed(tmp_path: Path, number: int) -> None:
    project = flow(tmp_path, end="import os, time; print(os.getpid()); time.sleep(60)")
    process = project.start()
    pid = int(project.wait_for_line("end"))
    process.send_signal(number)
    assert process.communicate(timeout=20)[0] == "interrupted\n"
    eventually(lambda: not is_running(pid))
    assert flow(tmp_path).run("2", resume=Resume("1")) == "succeeded"


def test_tasks_may_start_processes_in_every_way(tmp_path: Path) -> None:
    pools = """
            import multiprocessing
            self.squares = []
            for kind in ("fork", "spawn"):
                with multiprocessing.get_context(kind).Pool(1) as pool:
                    self.squares += pool.map(square, [3])
    """.strip()
    source = LINEAR.replace("{start}", "pass").replace("{end}", pools)
    source = source.replace("class Flow", "def square(x):\n        return x * x\n\n    class Flow")
    project = Project(tmp_path, source)
    assert project.run() == "succeeded", project.recorder.told
    assert project.artifact("squares") == [9, 9]


def test_a_killed_scheduler_leaves_no_tasks_behind(tmp_path: Path) -> None:
    project = flow(tmp_path, end="import os, time; print(os.getpid()); time.sleep(60)")
    process = project.start()
    pid = int(project.wait_for_line("end"))
    process.kill()
    process.communicate(timeout=20)
    eventually(lambda: not is_running(pid))
    assert project.history().end() is None
    assert flow(tmp_path).run("2", resume=Resume("1")) == "succeeded"
