"""Runs tasks through `runtime_shim.serve`, which forks a process for each."""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any

from compiler.backends.local.interrupts import Interrupts
from compiler.backends.local.lines import Lines
from compiler.backends.local.workers import Command, Ended, Event, Interrupted, Printed, Started
from runtime_shim.contract import ENTRY_MODULE
from runtime_shim.errors import FlowcError
from runtime_shim.log_lines import STDERR, STDOUT, LogLine

READ_BYTES = 1 << 16
LAST_READS = 16
"""How often an output is read when its process has ended: a pipe holds no more, and what
a process left behind writes into it does not count."""
CLOSE_SECONDS = 5
SHOWN_BYTES = 2000


class WorkersDied(FlowcError):
    """The process that starts the tasks has ended by itself."""


class TooManyFiles(FlowcError):
    """So many tasks run that this process can open no more files."""


@dataclass(eq=False)
class _Output:
    """One of the two outputs of a process."""

    process: int
    stream: str
    descriptor: int
    lines: Lines = field(default_factory=Lines)


class ForkServer:
    """The scheduler's side of the server. It starts when this is made."""

    def __init__(
        self, python: str, folder: Path, environment: Mapping[str, str], interrupts: Interrupts
    ) -> None:
        """The folder is for what the server needs, and outlives it.

        Raises `WorkersDied` where the interpreter cannot be started.
        """
        self._connection, theirs = socket.socketpair()
        self._interrupts = interrupts
        self._errors = folder / "server.txt"
        try:
            self._server = _spawn(python, folder, environment, theirs, self._errors)
        except WorkersDied:
            self._connection.close()
            raise
        finally:
            theirs.close()
        self._received = b""
        self._outputs: dict[int, list[_Output]] = {}
        self._pids: dict[int, int] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._connection, selectors.EVENT_READ)
        self._selector.register(interrupts, selectors.EVENT_READ)

    def start(self, process: int, command: Command) -> None:
        """See `Workers`."""
        pipes = _pipes()
        self._outputs[process] = [
            _Output(process, stream, readable)
            for stream, (readable, _) in zip((STDOUT, STDERR), pipes, strict=True)
        ]
        for readable, _ in pipes:
            os.set_blocking(readable, False)
        try:
            self._send(
                {
                    "id": process,
                    "argv": list(command.argv),
                    "env": dict(command.env),
                    "cwd": command.cwd,
                    "fresh": command.fresh,
                },
                [writable for _, writable in pipes],
            )
        finally:
            for _, writable in pipes:
                os.close(writable)

    def send_signal(self, process: int, number: int) -> None:
        """See `Workers`."""
        if process in self._outputs:
            self._send({"id": process, "signal": number})

    def wait(self, timeout: float) -> Sequence[Event]:
        """See `Workers`."""
        events: list[Event] = []
        for key, _ in self._selector.select(timeout):
            if key.fileobj is self._connection:
                self._receive(events)
            elif key.fileobj is self._interrupts:
                events += map(Interrupted, self._interrupts.read())
            elif self._read(key.data, events) == b"":
                self._close_output(key.data, events)
        return events

    def close(self) -> None:
        """See `Workers`."""
        self._connection.close()
        try:
            self._server.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        for outputs in self._outputs.values():
            for output in outputs:
                os.close(output.descriptor)
        self._outputs.clear()
        self._selector.close()

    def _send(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        line = json.dumps(message).encode() + b"\n"
        try:
            sent = socket.send_fds(self._connection, [line], descriptors) if descriptors else 0
            self._connection.sendall(line[sent:])
        except OSError:
            self._died()

    def _receive(self, events: list[Event]) -> None:
        try:
            content = self._connection.recv(READ_BYTES)
        except OSError:
            content = b""
        if not content:
            self._died()
        *lines, self._received = (self._received + content).split(b"\n")
        for line in lines:
            self._handle(json.loads(line), events)

    def _handle(self, message: dict[str, Any], events: list[Event]) -> None:
        process = message["id"]
        if "pid" in message:
            self._pids[process] = message["pid"]
            events.append(Started(process, message["pid"]))
            # Not before: a line must not come ahead of the start of its task.
            for output in self._outputs[process]:
                self._selector.register(output.descriptor, selectors.EVENT_READ, output)
            return
        self._pids.pop(process, None)
        for output in list(self._outputs[process]):
            for _ in range(LAST_READS):
                if not self._read(output, events):
                    break
            self._close_output(output, events)
        del self._outputs[process]
        events.append(Ended(process, message.get("status", 1), message.get("error")))

    def _read(self, output: _Output, events: list[Event]) -> bytes | None:
        """What was read; nothing at the end, and None where there is nothing now."""
        if output not in self._outputs.get(output.process, ()):
            return None  # its process ended in the same moment
        try:
            content = os.read(output.descriptor, READ_BYTES)
        except BlockingIOError:
            return None
        self._tell(output, output.lines.feed(content), events)
        return content

    def _close_output(self, output: _Output, events: list[Event]) -> None:
        self._tell(output, output.lines.feed(b"", final=True), events)
        with suppress(KeyError):
            self._selector.unregister(output.descriptor)
        os.close(output.descriptor)
        self._outputs[output.process].remove(output)

    def _tell(self, output: _Output, lines: Sequence[str], events: list[Event]) -> None:
        now = time.time()
        events += [Printed(output.process, LogLine(output.stream, now, line)) for line in lines]

    def _died(self) -> None:
        for pid in self._pids.values():
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        self._pids.clear()
        status = self._server.wait()
        said = self._errors.read_bytes()[-SHOWN_BYTES:].decode(errors="replace").strip()
        raise WorkersDied(
            f"the process that starts the tasks ended by itself, with the status {status}."
            + (f" It said:\n{said}" if said else "")
        )


def _pipes() -> list[tuple[int, int]]:
    """Two pipes: what to read from and what to write to."""
    pipes: list[tuple[int, int]] = []
    try:
        pipes += [os.pipe()]
        pipes += [os.pipe()]
    except OSError as error:
        for descriptor in chain.from_iterable(pipes):
            os.close(descriptor)
        raise TooManyFiles(
            f"no more tasks can be started at a time: {error.strerror}. Give --max-workers a "
            "smaller number, or allow more open files with `ulimit -n`."
        ) from error
    return pipes


def _spawn(
    python: str,
    folder: Path,
    environment: Mapping[str, str],
    connection: socket.socket,
    errors: Path,
) -> subprocess.Popen[bytes]:
    descriptor = connection.fileno()
    command = [python, "-m", ENTRY_MODULE, "serve", "--socket", str(descriptor)]
    output: IO[bytes]
    with errors.open("wb") as output:
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[descriptor],
                env=dict(environment),
                cwd=folder,
                # Ctrl-C is for the scheduler alone, which tells the tasks.
                start_new_session=True,
            )
        except OSError as error:
            raise WorkersDied(f"{python} cannot be started: {error.strerror}.") from error
