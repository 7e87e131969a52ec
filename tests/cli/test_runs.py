from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Flowc
from tests.runtime_shim.client.stores import START, Clock, MadeRun, failed_run, finished_run


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_runs_newest_first(store: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch) -> None:
    finished_run(store)
    failed_run(store)
    result = flowc("runs")
    assert (result.code, result.err) == (0, "")
    header, newest, oldest = result.out.splitlines()
    assert header.split() == ["FLOW", "RUN", "STATUS", "STARTED", "DURATION", "USER", "TAGS"]
    assert newest.split()[:3] == ["TrainFlow", "18", "failed"]
    assert oldest.split()[:3] == ["TrainFlow", "17", "succeeded"]
    assert oldest.split()[-3:] == ["21.0s", "ann", "nightly"]
    assert newest.index("failed") == oldest.index("succeeded") == header.index("STATUS")
    assert "\x1b" not in result.out


def test_colours_on_demand(store: Path, flowc: Flowc) -> None:
    failed_run(store)
    assert "\x1b[31mfailed\x1b[0m" in flowc("runs", "--color", "always").out.replace(" ", "")


def test_the_words_for_how_a_run_stands(store: Path, flowc: Flowc) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    here, clock = socket.gethostname(), Clock()
    MadeRun(store, "F", "1", clock).begin(process=os.getpid(), host=here)
    MadeRun(store, "F", "2", clock).begin(process=gone.pid, host=here)
    MadeRun(store, "F", "3", clock).begin(process=gone.pid, host=here).end("interrupted")
    MadeRun(store, "F", "4", clock).begin(process=gone.pid, host=f"not-{here}")
    MadeRun(store, "F", "5", clock).begin(scheduler="argo").task("start", to=("end",))
    MadeRun(store, "F", "6", clock).begin(scheduler="argo").task("end")
    listed = json.loads(flowc("runs", "--format", "json").out)
    assert {run["run"]: run["status"] for run in listed} == {
        "1": "running",
        "2": "died",
        "3": "interrupted",
        "4": "unknown",
        "5": "unknown",
        "6": "succeeded",
    }
    assert {run["run"]: run["seconds"] for run in listed if run["run"] != "1"} == {
        "2": None,
        "3": 1.0,
        "4": None,
        "5": None,
        "6": 2.0,
    }


def test_json(store: Path, flowc: Flowc) -> None:
    MadeRun(store, "F", "2").begin(tags=("a",), origin="1").end()
    assert json.loads(flowc("runs", "--format", "json").out) == [
        {
            "flow": "F",
            "run": "2",
            "status": "succeeded",
            "created": "2023-11-14T22:13:21.000Z",
            "finished": "2023-11-14T22:13:22.000Z",
            "seconds": 1.0,
            "reason": None,
            "user": "ann",
            "namespace": "user:ann",
            "tags": ["a"],
            "system_tags": ["python_version:3.11.7"],
            "origin": "1",
            "scheduler": "local",
            "parameters": {},
        }
    ]


def test_which_runs(store: Path, flowc: Flowc) -> None:
    clock = Clock(START)
    MadeRun(store, "A", "1", clock).begin(tags=("x", "y")).end()
    MadeRun(store, "A", "2", clock).begin(tags=("x",)).end()
    MadeRun(store, "B", "3", clock).begin(user="bob").end()

    def listed(*arguments: str) -> list[str]:
        return [row[1] for row in rows(flowc("runs", *arguments).out)[1:]]

    assert listed() == ["2", "1"]
    assert listed("A", "--tag", "x", "--tag", "y") == ["1"]
    assert listed("--tag", "nope") == []
    assert listed("--namespace", "user:bob") == ["3"]
    assert listed("--all-namespaces") == ["3", "2", "1"]
    assert listed("B", "--all-namespaces") == ["3"]
    assert listed("--limit", "1") == ["2"]


def test_what_is_left_out_is_said(store: Path, flowc: Flowc) -> None:
    clock = Clock()
    for run in ("1", "2", "3"):
        MadeRun(store, "A", run, clock).begin().end()
    MadeRun(store, "A", "4", clock).begin(user="bob").end()
    assert flowc("runs", "--limit", "1").err == (
        "2 older: --limit shows more.\n1 in other namespaces: --all-namespaces shows them.\n"
    )


def test_a_tag_that_no_run_has(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("runs", "--tag", "nightly", "--tag", "to keep")
    assert (result.code, result.out) == (0, "")
    assert result.err == 'There is no run with the tags nightly "to keep".\n'


def test_an_empty_datastore(store: Path, flowc: Flowc) -> None:
    result = flowc("runs")
    assert (result.code, result.out) == (0, "")
    assert result.err == f"There are no runs in the datastore {store}.\n"
    assert json.loads(flowc("runs", "--format", "json").out) == []


def test_a_flow_without_runs(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("runs", "TrianFlow")
    assert (result.code, result.out) == (2, "")
    assert "no runs of a flow `TrianFlow`; did you mean `TrainFlow`?" in result.err


def test_the_datastore_is_an_option_or_a_variable(
    store: Path, tmp_path: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished_run(tmp_path / "other")
    assert "succeeded" in flowc("runs", "--datastore", str(tmp_path / "other")).out
    monkeypatch.setenv("FLOWC_DATASTORE", str(tmp_path / "other"))
    assert "succeeded" in flowc("runs").out
    result = flowc("runs", "--datastore", "ftp://example")
    assert result.code == 2
    assert "no datastore for `ftp://`" in result.err


def test_a_datastore_that_is_a_file(store: Path, tmp_path: Path, flowc: Flowc) -> None:
    finished_run(tmp_path / "other")
    (tmp_path / "other" / "TrainFlow" / "runs" / "17" / "run.json").unlink()
    (tmp_path / "other" / "TrainFlow" / "runs" / "17" / "run.json").mkdir()
    result = flowc("runs", "--datastore", str(tmp_path / "other"))
    assert (result.code, result.out) == (0, "")
