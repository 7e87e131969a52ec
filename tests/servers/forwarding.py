"""A server that hands each request on to another server, and may meddle on the way."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

_OF_THE_CONNECTION = ("connection", "transfer-encoding", "content-length", "keep-alive")
_TIMEOUT = 60
"""Seconds."""
_NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Answer:
    """What the server behind said."""

    status: int
    headers: Mapping[str, str]
    """Without those that are about the connection."""
    body: bytes
    size: int
    """Bytes that `Content-Length` promises: also of a HEAD, which has no body."""


class Forwarding(BaseHTTPRequestHandler):
    """Passes requests and answers on unchanged; a subclass overrides `handle_request`."""

    protocol_version = "HTTP/1.1"
    # A small answer is two writes, and the second would wait for the client's acknowledgement.
    disable_nagle_algorithm = True
    behind: ClassVar[str]
    """The host and the port of the server behind."""

    def handle_request(self, body: bytes) -> None:
        self.reply(self.forward(body))

    def forward(
        self, body: bytes, method: str = "", path: str = "", headers: Mapping[str, str] = _NONE
    ) -> Answer:
        """The answer to this request, or to it with another method, another path, more headers."""
        own = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in {*_OF_THE_CONNECTION, *map(str.lower, headers)}
        }
        connection = http.client.HTTPConnection(self.behind, timeout=_TIMEOUT)
        try:
            length = {"Content-Length": str(len(body))}
            all_headers = {**own, **headers, **length}
            connection.request(method or self.command, path or self.path, body, all_headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        kept = {
            name: value
            for name, value in response.headers.items()
            if name.lower() not in _OF_THE_CONNECTION
        }
        size = len(content)
        if self.command == "HEAD":
            size = int(response.headers.get("Content-Length", 0))
        return Answer(response.status, kept, content, size)

    def reply(self, answer: Answer) -> None:
        self.send_head(answer)
        self.wfile.write(answer.body)

    def send_head(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != http.client.NO_CONTENT:
            self.send_header("Content-Length", str(answer.size))
        self.end_headers()

    def _any(self) -> None:
        self.handle_request(self._read_body())

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _any  # noqa: N815 - http.server's names

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pieces = []
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # trailers
        return b"".join(pieces)

    def log_message(self, *_: object) -> None:
        """Says nothing: what tests print is theirs."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of a client that went away."""


@contextmanager
def forwarding(handler: type[Forwarding], behind: str) -> Iterator[str]:
    """The URL of a server on loopback that handles requests so, in front of the URL `behind`."""
    own = type(handler.__name__, (handler,), {"behind": urlsplit(behind).netloc})
    server = _Server(("127.0.0.1", 0), own)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
