from __future__ import annotations

import ast
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.environments import ROOT, find_interpreter
from tests.waiting import eventually, is_running

SERVED = Path(__file__).with_name("served.py")


class Client:
    """Speaks to a server, one line at a time."""

    def __init__(self, python: str, folder: Path) -> None:
        self.socket, theirs = socket.socketpair()
        self.socket.settimeout(20)
        self.folder = folder
        self.server = subprocess.Popen(
            [python, str(SERVED), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONUNBUFFERED": "x",  # as the scheduler sets it
                "OUTER": "the server's",
            },
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self.lines = self.socket.makefile("r")
        self.outputs: list[Path] = []

    def start(self, *argv: str, number: int = 1, **fields: Any) -> Path:
        """Starts a task; gives the file with what it writes to stdout."""
        output = self.folder / f"{number}.txt"
        request = {"id": number, "argv": argv, "env": {}, "cwd": str(self.folder), **fields}
        with output.open("wb") as file:
            line = json.dumps(request).encode() + b"\n"
            sent = socket.send_fds(self.socket, [line], [file.fileno(), file.fileno()])
            self.socket.sendall(line[sent:])
        return output

    def signal(self, number: int, signum: int) -> None:
        self.socket.sendall(json.dumps({"id": number, "signal": signum}).encode() + b"\n")

    def reply(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.lines.readline())
        return found

    def run(self, *argv: str, **fields: Any) -> tuple[int, str]:
        output = self.start(*argv, **fields)
        assert "pid" in self.reply()
        status = self.reply()["status"]
        return status, output.read_text()

    def close(self) -> None:
        self.lines.close()
        self.socket.close()
        self.server.wait(20)


@lru_cache
def interpreter(version: str) -> str | None:
    return sys.executable if version == "this" else find_interpreter(version)


@pytest.fixture(params=["3.9", "this"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Client]:
    python = interpreter(request.param)
    if python is None:
        pytest.skip(f"this machine has no Python {request.param}")
    made = Client(python, tmp_path)
    yield made
    made.close()


def test_a_task_writes_to_its_own_outputs(client: Client) -> None:
    assert client.run("say", "hello") == (0, "hello\nhello!\n")


def test_exit_codes_and_signals_are_told_apart(client: Client) -> None:
    assert client.run("leave", "3")[0] == 3
    assert client.run("crash")[0] == -signal.SIGSEGV


def test_an_exception_ends_the_task_and_not_the_server(client: Client) -> None:
    status, output = client.run("fail")
    assert status == 1
    assert output.rstrip().endswith("ValueError: of the task")
    assert client.run("say", "still here")[0] == 0


def test_a_task_finds_what_a_new_process_would_find(client: Client) -> None:
    _, output = client.run("about")
    assert ast.literal_eval(output) == {
        "cwd": str(client.folder),
        "argv": ["about"],
        "MARK": None,
        "OUTER": None,
        "leader": True,
        "stdin": "",
        "interrupt": True,
        "children": True,
        "wakeup": -1,
        "open": [],
    }


def test_the_environment_is_replaced(client: Client) -> None:
    _, output = client.run("about", env={"MARK": "of the task"})
    assert ast.literal_eval(output)["MARK"] == "of the task"


def test_random_numbers_differ_from_task_to_task(client: Client) -> None:
    assert client.run("random_number") != client.run("random_number")


def test_a_task_ends_as_an_interpreter_does(client: Client) -> None:
    assert client.run("end_slowly") == (0, "thread\nregistered\n")


def test_many_tasks_run_at_once(client: Client) -> None:
    for number in range(20):
        client.start("say", str(number), number=number)
    replies = [client.reply() for _ in range(40)]
    assert sorted(r["id"] for r in replies if r.get("status") == 0) == list(range(20))
    assert (client.folder / "7.txt").read_text() == "7\n7!\n"


def test_a_signal_reaches_the_task_and_what_it_started(client: Client) -> None:
    output = client.start("sleep_with_child")
    client.reply()
    child = int(eventually(output.read_text))
    client.signal(1, signal.SIGTERM)
    assert client.reply() == {"id": 1, "status": -signal.SIGTERM}
    eventually(lambda: not is_running(child))


def test_a_signal_to_a_task_that_has_ended_is_lost(client: Client) -> None:
    client.run("leave", "0")
    client.signal(1, signal.SIGTERM)
    assert client.run("say", "hello")[0] == 0


def test_tasks_do_not_outlive_the_scheduler(client: Client) -> None:
    outputs = [client.start("sleep_deaf", number=number) for number in range(3)]
    pids = [client.reply()["pid"] for _ in outputs]
    for output in outputs:
        eventually(output.read_text)
    client.close()
    assert client.server.returncode == 0
    eventually(lambda: not any(map(is_running, pids)))


def test_a_fresh_task_is_an_interpreter_of_its_own(tmp_path: Path) -> None:
    client = Client(sys.executable, tmp_path)
    variables = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "1"}
    status, output = client.run("no command", env=variables, fresh=True)
    client.close()
    assert status == 2
    assert output.startswith("usage: python -m runtime_shim")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"env": {"LARGE": "x" * (1 << 18)}, "fresh": True}, "its environment is too large."),
        ({"env": {"A": "x\0y"}}, "embedded null byte"),
        ({"cwd": "/absent/folder"}, "No such file or directory: '/absent/folder'"),
    ],
)
def test_a_process_that_cannot_be_set_up(
    tmp_path: Path, fields: dict[str, Any], reason: str
) -> None:
    client = Client(sys.executable, tmp_path)
    status, output = client.run("say", "hello", **fields)
    client.close()
    assert status == 1
    assert output.startswith("the process of the task cannot be set up: ")
    assert reason in output
    assert "Traceback" not in output
