"""A server in front of one of AWS's interfaces: it counts requests, and refuses some."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import ClassVar

from tests.backends.stepfunctions.deploy.fake_versions import FakeVersions
from tests.servers.forwarding import Answer, Forwarding, forwarding

_READING = re.compile("describe|list|get")


@dataclass
class Front:
    """What was asked for, by the names of the operations in small letters."""

    url: str = ""
    refused: dict[str, tuple[str, int]] = field(default_factory=dict)
    """From an operation to the error that it is answered with, and how often it still is."""
    asked: Counter[str] = field(default_factory=Counter)
    versions: FakeVersions = field(default_factory=FakeVersions)

    @property
    def changing(self) -> Counter[str]:
        """Those that may have changed something."""
        return Counter({name: n for name, n in self.asked.items() if not _READING.match(name)})

    def refuse(self, operation: str, error: str, times: int = 1_000_000) -> None:
        """Has an operation fail a few times, or ever after."""
        self.refused[operation] = (error, times)


class _Counting(Forwarding):
    front: ClassVar[Front]

    def handle_request(self, body: bytes) -> None:
        operation = self._operation()
        self.front.asked[operation] += 1
        error, times = self.front.refused.get(operation, ("", 0))
        if not times:
            self.reply(self._answer(operation, body))
            return
        self.front.refused[operation] = (error, times - 1)
        content = json.dumps({"__type": error, "message": f"{operation} is refused"}).encode()
        headers = {"Content-Type": "application/json", "x-amzn-ErrorType": error}
        self.reply(Answer(400, headers, content, len(content)))

    def _answer(self, operation: str, body: bytes) -> Answer:
        if not self.headers.get("X-Amz-Target", "").startswith("AWSStepFunctions."):
            return self.forward(body)
        whole = Answer(200, {"Content-Type": "application/x-amz-json-1.0"}, b"", 0)

        def ask(request: bytes) -> bytes:
            nonlocal whole
            whole = self.forward(request)
            return whole.body

        content = self.front.versions.answer(operation, body, ask)
        return replace(whole, body=content, size=len(content))

    def _operation(self) -> str:
        target = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        batch = re.match("/v1/([a-z]+)", self.path)
        if target or batch:
            return (target or batch[1] if batch else target).lower()
        if self.path.startswith("/schedules/"):
            verbs = {"GET": "get", "POST": "create", "PUT": "update", "DELETE": "delete"}
            return f"{verbs[self.command]}schedule"
        return "getcalleridentity" if self.path == "/" else self.path


@contextmanager
def front_of(url: str) -> Iterator[Front]:
    """A server in front of the one at that URL."""
    front = Front()
    with forwarding(type("_Handler", (_Counting,), {"front": front}), url) as own:
        front.url = own
        yield front
