"""What is started goes on, and what is stopped is what was started: on any machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.engines.cluster import daemons
from tests.engines.cluster.daemons import log_of, running, start, wait_until
from tests.engines.cluster.problems import ClusterError

_SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
_STUBBORN = """\
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemons, "LOGS", tmp_path / "logs")
    monkeypatch.setattr(daemons, "_PIDS", tmp_path / "pids")


def test_all_that_runs_is_known_in_the_order_of_its_start() -> None:
    started = [start(name, _SLEEP) for name in ("one", "two")]
    assert running() == started
    assert all(daemon.alive for daemon in started)
    for daemon in started:
        daemon.stop()
    assert running() == []
    assert not any(daemon.alive for daemon in started)


def test_what_ignores_a_request_to_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemons, "_GRACE", 0.2)
    daemon = start("stubborn", [sys.executable, "-c", _STUBBORN])
    wait_until(lambda: "ready" in log_of("stubborn").read_text(), "it does not start", 20)
    daemon.stop()
    assert not daemon.alive


def test_another_process_with_the_same_id_is_left_alone() -> None:
    daemon = start("one", _SLEEP)
    daemon.file.write_text(f"{daemon.pid} 1")
    (other,) = running()
    other.stop()
    assert daemon.alive
    daemon.file.touch()
    daemon.stop()


def test_waiting_ends_where_a_process_has_ended() -> None:
    daemon = start("short", [sys.executable, "-c", "print('no luck')"])
    with pytest.raises(ClusterError, match=r"short has ended:\nno luck"):
        wait_until(lambda: False, "it is not ready", 20)
    daemon.stop()


def test_waiting_ends_after_some_time() -> None:
    with pytest.raises(ClusterError, match="it is not ready"):
        wait_until(lambda: False, "it is not ready", 0)
