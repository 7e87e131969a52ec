"""An S3 server on loopback that often fails: moto's, behind one that injects faults."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import ClassVar

from tests.servers.faults import HANDLED_ALL_THE_SAME, Fault, Faults
from tests.servers.forwarding import Answer, Forwarding, forwarding

RATES = dict.fromkeys(Fault, 0.02)
SEED = 20240229
DELAY = 0.3
"""Seconds of a late answer."""

_XML = {"Content-Type": "application/xml"}


@dataclass(frozen=True)
class FaultyServer:
    """A server and what went wrong with it so far."""

    url: str
    faults: Faults


@contextmanager
def faulty_server(
    behind: str, rates: Mapping[Fault, float] = RATES, seed: int = SEED
) -> Iterator[FaultyServer]:
    """A server in front of another one, by its URL, that lets some requests go wrong."""
    with spoiling(behind, Faults(rates, seed)) as server:
        yield server


@contextmanager
def spoiling(behind: str, faults: Faults) -> Iterator[FaultyServer]:
    """The same, of which the faults may be of another kind."""
    handler = type("_Handler", (_Faulty,), {"faults": faults})
    with forwarding(handler, behind) as url:
        yield FaultyServer(url, faults)


class _Faulty(Forwarding):
    faults: ClassVar[Faults]

    def handle_request(self, body: bytes) -> None:
        fault = self.faults.next(self.command, self.path)
        if fault is None:
            self.reply(self.forward(body))
        elif fault in HANDLED_ALL_THE_SAME:
            self._spoil(fault, self.forward(body))
        else:
            self.faults.count(fault)
            self._instead(fault)

    def _instead(self, fault: Fault) -> None:
        """Does not hand the request on."""
        if fault is Fault.ERROR:
            self.reply(self._error(500, "InternalError", "We encountered an internal error."))
        elif fault is Fault.SLOW_DOWN:
            self.reply(self._error(503, "SlowDown", "Please reduce your request rate."))
        else:
            self._reset()

    def _spoil(self, fault: Fault, answer: Answer) -> None:
        if fault in (Fault.CUT, Fault.TRUNCATED) and not answer.body:
            self.reply(answer)
            return
        self.faults.count(fault)
        if fault is Fault.ERROR_AFTER:
            self.reply(self._error(500, "InternalError", "We encountered an internal error."))
        elif fault is Fault.SLOW:
            time.sleep(DELAY)
            self.reply(answer)
        elif fault is Fault.LOST:
            self._reset()
        else:
            self.send_head(answer)
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self.close_connection = True
            if fault is Fault.CUT:
                self._reset()

    def _error(self, status: int, code: str, message: str) -> Answer:
        text = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
        answer = Answer(status, _XML, text, len(text))
        return replace(answer, body=b"") if self.command == "HEAD" else answer

    def _reset(self) -> None:
        """Closes the connection with a RST: nothing lingers."""
        self.close_connection = True
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.connection.close()
