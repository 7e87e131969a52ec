"""A warm process that forks one more for each task.

`python -m runtime_shim serve --socket FD` loads the runtime, and nothing of the user's, and
then waits on the socket that it inherited. Both sides send lines of JSON. The scheduler:

    {"id": 7, "argv": ["step", ...], "env": {...}, "cwd": "...", "fresh": false}
    {"id": 7, "signal": 15}

with the write ends of the task's stdout and stderr beside the first. The server:

    {"id": 7, "pid": 1234}        it runs, as the leader of its own process group
    {"id": 7, "status": 0}        it has ended: the exit code, or minus the signal
    {"id": 7, "error": "..."}     it could not be started

`fresh` asks for a new interpreter in place of the warm one. When the socket closes, the
scheduler is gone, however that came about: the tasks that still run are killed.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from runtime_shim.contract import ENTRY_MODULE, ENV_DATASTORE, ENV_PARAMETERS
from runtime_shim.local_datastore import is_url

PRELOADED = (
    "importlib.util",
    "runtime_shim.entry",
    "runtime_shim.task.execute",
    "runtime_shim.modules",
    "runtime_shim.store.folder",
    "runtime_shim.authoring.decorators",
    "runtime_shim.authoring.include",
    "runtime_shim.authoring.missing",
    "runtime_shim.authoring.names",
    "runtime_shim.authoring.step",
)
"""What nearly every task imports."""
PRELOADED_REMOTE = (
    "concurrent.futures.thread",
    "runtime_shim.buckets.s3",
    "runtime_shim.store.objects",
    "runtime_shim.store.uploads",
    "obstore.store",
)
"""What every task imports whose datastore is in an object store. To import it starts no thread."""

RECEIVED_BYTES = 1 << 16
RECEIVED_DESCRIPTORS = 64

Run = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Request:
    """One process to start."""

    id: int
    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: str
    fresh: bool = False


def main(arguments: Sequence[str]) -> int:
    """Serves until the socket closes; in the process of a task, runs the task.

    Returns the exit code of whichever of these the process has become.
    """
    if len(arguments) != 2 or arguments[0] != "--socket":
        sys.stderr.write("usage: python -m runtime_shim serve --socket FD\n")
        return 2
    for module in PRELOADED:
        importlib.import_module(module)
    if is_url(os.environ.get(ENV_DATASTORE, "")):
        with contextlib.suppress(ImportError):  # a task says what is not installed
            for module in PRELOADED_REMOTE:
                importlib.import_module(module)
    from runtime_shim.entry import main as run

    return serve(int(arguments[1]), run)


def serve(descriptor: int, run: Run) -> int:
    """Serves on a socket, with `run` for what the arguments of a task mean."""
    gc.collect()
    # What is there now lives as long as the server: tasks need not look at it, and so do
    # not copy its pages.
    gc.freeze()
    child = _Server(socket.socket(fileno=descriptor)).serve()
    # In a child the server's own frames are gone by now: what the task raises is its alone.
    return 0 if child is None else child.run(run)


@dataclass(frozen=True)
class _Child:
    """What a forked process needs to become the task."""

    request: Request
    outputs: tuple[int, int]
    foreign: tuple[int, ...]
    """Descriptors that are the server's or another task's."""

    def run(self, run: Run) -> int:
        """Makes of the process what a new one would be, and runs the task in it."""
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for stream, output in enumerate(self.outputs, start=1):
            os.dup2(output, stream)
        for descriptor in (*self.outputs, *self.foreign):
            os.close(descriptor)
        try:
            self._settle()
        except (OSError, ValueError) as error:
            sys.stderr.write(f"the process of the task cannot be set up: {_reason(error)}.\n")
            return 1
        return run(self.request.argv)

    def _settle(self) -> None:
        """Takes over the folder and the environment, or the interpreter altogether."""
        served_in = str(Path.cwd())
        os.chdir(self.request.cwd)
        arguments, environment = self.request.argv, dict(self.request.env)
        if self.request.fresh:
            command = [sys.executable, "-m", ENTRY_MODULE, *arguments]
            os.execve(sys.executable, command, environment)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv[1:] = arguments
        # `-m` has put the working folder there.
        sys.path[:] = [self.request.cwd if path == served_in else path for path in sys.path]


class _Server:
    """One thread, for it forks."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = b""
        self._descriptors: deque[int] = deque()
        self._ids: dict[int, int] = {}
        """Of the tasks that run, by process id."""

    def serve(self) -> Optional[_Child]:
        """None when the socket has closed; the child, in a process that was forked."""
        with _child_signals() as ended, selectors.DefaultSelector() as selector:
            selector.register(self._connection, selectors.EVENT_READ)
            selector.register(ended, selectors.EVENT_READ)
            try:
                while True:
                    for key, _ in selector.select():
                        if key.fileobj is ended:
                            ended.recv(RECEIVED_BYTES)
                            self._reap()
                            continue
                        for message in self._messages():
                            child = self._handle(message)
                            if child is not None:
                                return child
            except (EOFError, OSError):
                self._kill_all()
                return None

    def _messages(self) -> Iterator[dict[str, Any]]:
        flags = getattr(socket, "MSG_CMSG_CLOEXEC", 0)
        content, descriptors, _, _ = socket.recv_fds(
            self._connection, RECEIVED_BYTES, RECEIVED_DESCRIPTORS, flags
        )
        if not content:
            raise EOFError
        self._descriptors.extend(descriptors)
        *lines, self._received = (self._received + content).split(b"\n")
        return map(json.loads, lines)

    def _handle(self, message: dict[str, Any]) -> Optional[_Child]:
        if "signal" in message:
            self._send_signal(message["id"], message["signal"])
            return None
        return self._fork(Request(**message))

    def _fork(self, request: Request) -> Optional[_Child]:
        outputs = self._descriptors.popleft(), self._descriptors.popleft()
        try:
            pid = os.fork()
        except OSError as error:
            self._reply({"id": request.id, "error": f"no process could be started: {error}"})
        else:
            if pid == 0:
                return _Child(request, outputs, (self._connection.detach(), *self._descriptors))
            self._ids[pid] = request.id
            self._reply({"id": request.id, "pid": pid})
        for output in outputs:
            os.close(output)
        return None

    def _reap(self) -> None:
        for pid, request in list(self._ids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self._ids[pid]
                self._reply({"id": request, "status": os.waitstatus_to_exitcode(status)})

    def _send_signal(self, request: int, number: int) -> None:
        for pid, running in self._ids.items():
            if running == request:
                _signal_group(pid, number)

    def _kill_all(self) -> None:
        for pid in self._ids:
            _signal_group(pid, signal.SIGKILL)

    def _reply(self, message: dict[str, Any]) -> None:
        self._connection.sendall(json.dumps(message).encode() + b"\n")


@contextlib.contextmanager
def _child_signals() -> Iterator[socket.socket]:
    """A socket that becomes readable when a child has ended. Undone at the end."""
    readable, writable = socket.socketpair()
    writable.setblocking(False)
    # Only a signal with a handler is written to the socket.
    handler = signal.signal(signal.SIGCHLD, lambda *_: None)
    wakeup = signal.set_wakeup_fd(writable.fileno(), warn_on_full_buffer=False)
    try:
        yield readable
    finally:
        signal.set_wakeup_fd(wakeup)
        signal.signal(signal.SIGCHLD, handler)
        readable.close()
        writable.close()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.E2BIG:
        return (
            "its environment is too large. On Linux a variable has at most 128 KiB, and "
            f"{ENV_PARAMETERS} holds all parameters: give what is large in a file"
        )
    return str(error)


def _signal_group(pid: int, number: int) -> None:
    # A process that has just been forked leads no group yet.
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            send(pid, number)
            return
