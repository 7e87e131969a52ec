from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from compiler.backends.local.environment import base_variables
from compiler.backends.local.fork_server import ForkServer, TooManyFiles, WorkersDied
from compiler.backends.local.interrupts import Interrupts
from compiler.backends.local.workers import Command, Ended, Event, Interrupted, Printed, Started
from tests.environments import ROOT
from tests.waiting import eventually, is_running

SERVED = ROOT / "tests" / "runtime_shim" / "served.py"

Found = TypeVar("Found", bound=Event)


class Fixture:
    """A fork server that can do what `served` can."""

    def __init__(self, folder: Path, interrupts: Interrupts) -> None:
        # Stands where an interpreter stands, with its arguments.
        python = folder / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{SERVED}" "$5"\n')
        python.chmod(0o755)
        self.folder = folder
        self.workers = ForkServer(str(python), folder, base_variables(folder), interrupts)
        self.events: list[Event] = []

    def start(self, *argv: str, process: int = 1) -> None:
        variables = {"PATH": os.environ["PATH"]}
        self.workers.start(process, Command(argv, variables, str(self.folder)))

    def wait_for(self, kind: type[Found], count: int = 1) -> Found:
        """The last of so many events, counted from the start of the server."""
        for _ in range(200):
            found = [event for event in self.events if isinstance(event, kind)]
            if len(found) >= count:
                return found[count - 1]
            self.events += self.workers.wait(0.05)
        raise AssertionError(f"no {kind.__name__} within ten seconds: {self.events}")

    def lines(self, stream: str = "stdout", process: int = 1) -> list[str]:
        return [
            event.line.text
            for event in self.events
            if isinstance(event, Printed)
            and (event.process, event.line.stream) == (process, stream)
        ]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Fixture]:
    with Interrupts() as interrupts:
        made = Fixture(tmp_path, interrupts)
        yield made
        made.workers.close()


def test_a_process_starts_then_prints_then_ends(server: Fixture) -> None:
    server.start("say", "hello")
    assert server.wait_for(Ended).status == 0
    kinds = [type(event) for event in server.events]
    assert kinds == [Started, Printed, Printed, Ended]
    assert (server.lines(), server.lines("stderr")) == (["hello"], ["hello!"])


def test_each_process_has_its_own_lines(server: Fixture) -> None:
    for process in range(5):
        server.start("say", str(process), process=process)
    server.wait_for(Ended, 5)
    assert [server.lines(process=process) for process in range(5)] == [[str(n)] for n in range(5)]


def test_a_line_shows_before_the_process_ends(server: Fixture) -> None:
    server.start("sleep")
    server.wait_for(Printed)
    assert server.lines() == ["asleep"]


def test_a_signal_ends_a_process(server: Fixture) -> None:
    server.start("sleep")
    server.wait_for(Printed)
    server.workers.send_signal(1, signal.SIGTERM)
    assert server.wait_for(Ended) == Ended(1, -signal.SIGTERM)
    server.workers.send_signal(1, signal.SIGTERM)
    server.start("leave", "3", process=2)
    assert server.wait_for(Ended, 2) == Ended(2, 3)


def test_bytes_that_are_no_text_are_replaced(server: Fixture) -> None:
    server.start("write_bytes", b"a\xffb\nno newline \xc3".hex())
    server.wait_for(Ended)
    assert server.lines() == ["a\ufffdb", "no newline \ufffd"]


def test_much_output_comes_whole(server: Fixture) -> None:
    server.start("write_bytes", b"0123456789\n".hex(), "100000")
    server.wait_for(Ended)
    assert server.lines() == ["0123456789"] * 100_000


def test_a_child_that_holds_the_outputs_holds_up_nobody(server: Fixture) -> None:
    server.start("leave_child")
    assert server.wait_for(Ended).status == 0
    child, words = server.lines()
    assert words == "last words"
    os.kill(int(child), signal.SIGKILL)


def test_descriptors_are_given_back(server: Fixture) -> None:
    server.start("say", "warm")
    server.wait_for(Ended)
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are enough
    for process in range(2, 12):
        server.start("say", "hello", process=process)
        server.wait_for(Ended, process)
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_too_many_files_are_an_error_and_leave_none_open(
    server: Fixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = os.pipe
    made: list[tuple[int, int]] = []

    def scarce() -> tuple[int, int]:
        if made:
            raise OSError(errno.EMFILE, "Too many open files")
        made.append(pipe())
        return made[0]

    monkeypatch.setattr(os, "pipe", scarce)
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are enough
    with pytest.raises(TooManyFiles, match="--max-workers"):
        server.start("say", "hello")
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    server.workers.close()  # the fixture closes it again


def test_closing_kills_what_runs(server: Fixture) -> None:
    server.start("sleep_deaf")
    pid = server.wait_for(Started).pid
    server.wait_for(Printed)
    server.workers.close()
    eventually(lambda: not is_running(pid))


def test_the_death_of_the_server_is_told_and_takes_the_tasks_along(server: Fixture) -> None:
    server.start("sleep_deaf")
    pid = server.wait_for(Started).pid
    server.wait_for(Printed)
    (parent,) = (
        line.split()[1]
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("PPid:")
    )
    os.kill(int(parent), signal.SIGKILL)
    with pytest.raises(WorkersDied, match="ended by itself, with the status -9"):
        server.wait_for(Ended)
    eventually(lambda: not is_running(pid))


def test_what_the_server_says_at_its_end_is_shown(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'No module named runtime_shim' >&2\nexit 1\n")
    python.chmod(0o755)
    with Interrupts() as interrupts:
        workers = ForkServer(str(python), tmp_path, {}, interrupts)
        with pytest.raises(WorkersDied, match=r"with the status 1\. It said:\nNo module named"):
            wait_long(workers)
        workers.close()


def test_a_process_that_cannot_be_started_has_ended(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(
        f"#!{sys.executable}\n"
        "import socket, sys\n"
        "connection = socket.socket(fileno=int(sys.argv[-1]))\n"
        "connection.recv(100000)\n"
        """connection.sendall(b'{"id": 1, "error": "there are too many"}\\n')\n"""
        "connection.recv(1)\n"
    )
    python.chmod(0o755)
    with Interrupts() as interrupts:
        workers = ForkServer(str(python), tmp_path, {}, interrupts)
        workers.start(1, Command(["say"], {}, "/"))
        events: list[Event] = []
        while not events:
            events += workers.wait(1)
        workers.close()
    assert events == [Ended(1, 1, "there are too many")]


def test_an_interpreter_that_there_is_not_is_an_error(tmp_path: Path) -> None:
    with Interrupts() as interrupts, pytest.raises(WorkersDied, match="no-python cannot be"):
        ForkServer(str(tmp_path / "no-python"), tmp_path, {}, interrupts)


def test_interrupts_are_events(server: Fixture) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    assert server.wait_for(Interrupted) == Interrupted(signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    assert server.wait_for(Interrupted, 2) == Interrupted(signal.SIGTERM)


def test_handlers_come_back(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert signal.set_wakeup_fd(-1) == -1


def wait_long(workers: ForkServer) -> None:
    for _ in range(100):
        workers.wait(0.1)
