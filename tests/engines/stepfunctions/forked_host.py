"""Runs containers of the shim as forks of one warm process, which takes a tenth of the time.

Only for commands that are `python -m runtime_shim ...`: a container starts with the runtime
imported, and is otherwise on its own. What is measured or tested here is not how a real
container starts.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from runtime_shim.contract import ENTRY_MODULE, ENV_DATASTORE
from tests.engines.stepfunctions.hosts import Container, Place, Running, log_of
from tests.node import Node

_SHIM = ["-m", ENTRY_MODULE]
_KILLED = 9
_RECEIVED = 1 << 16


@dataclass
class _Fork:
    host: ForkedShims
    number: int
    ended: threading.Event = field(default_factory=threading.Event)
    status: int = 1

    def wait(self, timeout: float | None = None) -> int | None:
        return self.status if self.ended.wait(timeout) else None

    def kill(self) -> None:
        if not self.ended.is_set():
            self.host.send({"id": self.number, "signal": _KILLED})


class ForkedShims:
    """A host; see `runtime_shim.serve` for what is sent to and fro."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._forks: dict[int, _Fork] = {}
        self._count = 0
        self._lock = threading.Lock()
        self._connection, theirs = socket.socketpair()
        node.folder.mkdir(parents=True, exist_ok=True)
        command = [str(node.python), *_SHIM, "serve", "--socket", str(theirs.fileno())]
        with theirs, (node.folder / "server.txt").open("wb") as errors:
            self._server = subprocess.Popen(
                command,
                cwd=node.folder,
                # For it to import what is for object stores.
                env={"PATH": os.environ["PATH"], **node.environment, ENV_DATASTORE: "s3://any"},
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def start(self, container: Container) -> Running:
        """See `Host`."""
        place = Place.of(self.node, container)
        _, *words = place.command
        assert words[:2] == _SHIM, f"not a command of the shim: {place.command}"
        with self._lock:
            self._count += 1
            fork = self._forks[self._count] = _Fork(self, self._count)
        request = {
            "id": fork.number,
            "argv": words[2:],
            "env": place.variables,
            "cwd": str(place.work),
        }
        with place.log.open("wb") as log:
            self.send(request, [log.fileno(), log.fileno()])
        return fork

    def send(self, message: dict[str, object], descriptors: Sequence[int] = ()) -> None:
        """Tells the server."""
        line = json.dumps(message).encode() + b"\n"
        with self._lock:
            sent = socket.send_fds(self._connection, [line], descriptors) if descriptors else 0
            self._connection.sendall(line[sent:])

    def log(self, name: str) -> str:
        """See `Host`."""
        return log_of(self.node, name)

    def close(self) -> None:
        """See `Host`. What still runs is killed by the server."""
        self._connection.shutdown(socket.SHUT_RDWR)
        self._server.wait(timeout=10)
        self._reader.join(timeout=10)
        self._connection.close()

    def _read(self) -> None:
        received = b""
        while content := self._connection.recv(_RECEIVED):
            *lines, received = (received + content).split(b"\n")
            for message in map(json.loads, lines):
                if "pid" not in message:
                    fork = self._forks.pop(message["id"])
                    fork.status = message.get("status", 1)
                    fork.ended.set()
