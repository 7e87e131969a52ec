"""`flowc resume`: which run it goes on with, and what it says."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from runtime_shim.identity import user_name
from tests.cli.conftest import Flowc
from tests.cli.flows import FAN
from tests.cli.test_run import lines
from tests.environments import ROOT
from tests.runtime_shim.client.stores import MadeRun

MENDED = FAN.replace('raise ValueError("a bad item")', "pass")


@pytest.fixture(autouse=True)
def flows(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a flow to run."""
    monkeypatch.delenv("FLOWC_DATASTORE", raising=False)
    (project / "fan.py").write_text(FAN)
    return project


def failed(flowc: Flowc, *arguments: str) -> str:
    """The id of a run in which the second of two items failed."""
    result = flowc("run", "fan.py", "--bad", "1", "--format", "json", *arguments)
    assert result.code == 1
    run: str = json.loads(result.out.splitlines()[0])["run"]
    return run


def events(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_what_was_done_is_reused_and_the_rest_runs(flows: Path, flowc: Flowc) -> None:
    run = failed(flowc)
    (flows / "fan.py").write_text(MENDED)
    result = flowc("resume", "fan.py")
    assert result.code == 0
    found = lines(result.out)
    assert found[:2] == [
        "Fan: run RUN resumes RUN, kept in HERE/.flowc",
        "reused 2 tasks: start, work",
    ]
    assert f" resumes {run}, " in result.out
    assert "RUN/work/1 | item 1" in found
    assert not any(line.startswith("RUN/work/0") for line in found)
    assert found[-1] == "Fan: run RUN succeeded in T: 3 tasks, 2 reused"


def test_from_a_step_on(flows: Path, flowc: Flowc) -> None:
    failed(flowc)
    (flows / "fan.py").write_text(MENDED)
    assert "reused 1 task: start" in lines(flowc("resume", "fan.py", "work").out)


def test_the_newest_run_and_a_named_one(flows: Path, flowc: Flowc) -> None:
    first = failed(flowc)
    second = failed(flowc)
    (flows / "fan.py").write_text(MENDED)
    assert events(flowc("resume", "fan.py", "--format", "json").out)[0]["origin"] == second
    for option in ("--run", "--origin-run-id"):
        found = events(flowc("resume", "fan.py", option, first, "--format", "json").out)
        assert found[0]["origin"] == first
        assert [each["step"] for each in found if each["event"] == "task_reused"] == [
            *("start", "work"),
        ]


def test_nothing_is_resumed_where_the_newest_run_succeeded(flows: Path, flowc: Flowc) -> None:
    first = failed(flowc)
    (flows / "good.py").rename(flows / "other.py")
    assert flowc("run", "other.py").code == 0
    (newest,) = (flows / ".flowc" / "Train" / "runs").iterdir()
    result = flowc("resume")
    assert (result.code, result.out) == (2, "")
    said = f"there is nothing to resume: the newest run Train/{newest.name} succeeded; --run ID "
    assert said in result.err
    assert flowc("resume", "end").code == 0
    (flows / "fan.py").write_text(MENDED)
    assert events(flowc("resume", "fan.py", "--format", "json").out)[0]["origin"] == first
    assert flowc("resume", "fan.py").code == 2
    assert flowc("resume", "--run", newest.name).code == 0


def test_a_run_that_is_running_is_left_alone(flows: Path, flowc: Flowc) -> None:
    store = flows / ".flowc"
    MadeRun(store, "Fan", "7").begin(
        user=user_name(), process=os.getpid(), host=socket.gethostname()
    )
    result = flowc("resume")
    assert (result.code, result.out) == (2, "")
    assert "the run Fan/7 seems to be running still" in result.err
    assert "`--run 7` resumes it all the same" in result.err


def test_runs_of_others_are_resumed_by_their_names_only(
    flows: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METAFLOW_USER", "bob")
    run = failed(flowc)
    monkeypatch.setenv("METAFLOW_USER", "ann")
    (flows / "fan.py").write_text(MENDED)
    assert "there is no run" in flowc("resume").err
    assert flowc("resume", "--run", run).code == 0


def test_a_step_that_leads_elsewhere_runs_again_and_that_is_said(flows: Path, flowc: Flowc) -> None:
    failed(flowc)
    text = MENDED.replace("self.next(self.work,", "self.next(self.task,")
    (flows / "fan.py").write_text(text.replace("def work(", "def task("))
    result = flowc("resume", "fan.py")
    assert result.code == 0
    note = "note: `start` finished, but runs again: it leads elsewhere than it did"
    assert lines(result.out).count(note) == 1


def test_what_is_advised_works_from_the_current_folder(
    flows: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    (flows / "my flows").mkdir()
    two = FAN + FAN.replace("class Fan", "class Two").partition("step\n")[2]
    (flows / "my flows" / "two.py").write_text(two)
    (flows / "flowc.toml").unlink()
    monkeypatch.setattr("runtime_shim.local_datastore.PROJECT_MARKERS", ("no-such-marker",))
    result = flowc("run", "my flows/two.py:Two", "--bad", "1")
    advice = result.out.splitlines()[-1].partition(": ")[2]
    assert advice.startswith("flowc resume 'my flows/two.py:Two' --run ")
    shown = flowc("show")
    (line,) = (line for line in shown.out.splitlines() if "go on with it" in line)
    (flows / "my flows" / "two.py").write_text(two.replace("ValueError", "KeyError"))
    for words in (advice, line.partition(": ")[2], "flowc resume 'my flows/two.py' end"):
        result = flowc(*shlex.split(words)[1:])
        assert "KeyError: a bad item" in result.err or "KeyError" in result.out, words
    assert not (flows / "my flows" / ".flowc").exists()


def test_a_flow_whose_file_was_renamed(flows: Path, flowc: Flowc) -> None:
    run = failed(flowc)
    (flows / "fan.py").unlink()
    (flows / "wide.py").write_text(MENDED)
    result = flowc("resume", "wide.py")
    assert result.code == 2
    assert f"the newest of Fan is {run}, of another file, fan.py: --run {run}" in result.err
    assert flowc("resume", "wide.py", "--run", run).code == 0


def test_the_run_says_which_flow_it_was(flows: Path, flowc: Flowc) -> None:
    (flows / "flows").mkdir()
    (flows / "fan.py").rename(flows / "flows" / "fan.py")
    assert flowc("run", "flows/fan.py", "--bad", "0").code == 1
    (flows / "flows" / "fan.py").write_text(MENDED)
    assert flowc("resume").code == 0
    assert flowc("resume", "work").code == 0
    (flows / "flows" / "fan.py").unlink()
    result = flowc("resume", "work")
    assert result.code == 2
    assert "is not here: name its file" in result.err


def test_configs_stay_as_they_were(flows: Path, flowc: Flowc) -> None:
    text = MENDED.replace("class Fan(FlowSpec):", 'class Fan(FlowSpec):\n    c = Config("c")')
    text = text.replace("import FlowSpec", "import Config, FlowSpec")
    text = text.replace('Config("c")', 'Config("c", required=True)')
    text = text.replace('"retries", current.retry_count', '"config", self.c.a')
    (flows / "fan.py").write_text(text)
    for number in (1, 2):
        (flows / f"{number}.json").write_text(f'{{"a": {number}}}')
    assert "RUN/end | config 1" in lines(flowc("run", "fan.py", "--config", "c=1.json").out)
    (flows / "1.json").unlink()
    for step in ("end", "start"):
        assert "RUN/end | config 1" in lines(flowc("resume", "fan.py", step).out)
    refused = flowc("resume", "fan.py", "--config", "c=2.json")
    assert refused.code == 2
    assert "keeps its configs" in refused.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fan.py", "wrk"), "the flow Fan has no step `wrk`; did you mean `work`?"),
        (("fan.py", "--bad", "2"), "keeps its parameters: they cannot be given anew"),
        (("fan.py", "--run", "none"), "neither a flow nor a run `none`"),
        (("--run", "nothing"), "neither a flow nor a run `nothing`"),
        (("fn.py",), "there is no file `fn.py`; did you mean `fan.py`?"),
        (("fan.py", "work", "end"), "not also `end`"),
    ],
)
def test_wrong_usage(flowc: Flowc, arguments: tuple[str, ...], message: str) -> None:
    failed(flowc)
    result = flowc("resume", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_nothing_to_go_on_with(flowc: Flowc) -> None:
    for arguments in ((), ("fan.py",)):
        result = flowc("resume", *arguments)
        assert result.code == 2
        assert "there is no run" in result.err


def test_a_shell_completes_steps() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from compiler.cli.main import main; main()"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_FLOWC_COMPLETE": "bash_complete",
            "COMP_WORDS": "flowc resume fan.py w",
            "COMP_CWORD": "3",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["plain,work"]
