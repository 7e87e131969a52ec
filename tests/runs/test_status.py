from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from compiler.runs.status import RunStatus, end_of_flow, run_status
from tests.runtime_shim.client.stores import BAD, Clock, MadeRun, failed_run, finished_run


def status(made: MadeRun) -> RunStatus:
    record = made.history.record()
    assert record is not None
    return run_status(made.history, record)


def test_the_scheduler_has_the_last_word(tmp_path: Path) -> None:
    assert status(finished_run(tmp_path)).word == "succeeded"
    made = failed_run(tmp_path)
    assert status(made) == RunStatus("failed", made.clock.now)


def test_a_run_that_ends_while_it_is_looked_at_has_not_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = MadeRun(tmp_path, "F", "1").begin(process=os.getpid(), host=socket.gethostname())

    def kill(process: int, signal: int) -> None:
        assert (process, signal) == (os.getpid(), 0)
        made.end()
        raise ProcessLookupError

    monkeypatch.setattr(os, "kill", kill)
    assert status(made).word == "succeeded"


def test_another_users_scheduler_is_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = MadeRun(tmp_path, "F", "1").begin(process=1, host=socket.gethostname())

    def kill(process: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", kill)
    assert status(made).word == "running"


def test_the_end_of_a_flow(tmp_path: Path) -> None:
    last = end_of_flow(finished_run(tmp_path).history)
    assert last is not None
    assert last.task.step == "end"
    assert end_of_flow(failed_run(tmp_path).history) is None
    made = MadeRun(tmp_path, "F", "1", Clock()).begin().task("end", error=BAD)
    assert end_of_flow(made.history) is None
