"""An object store that says what it is told to, for answers that no real one gives here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True)
class Answer:
    """One answer of the server."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    cut_to: int | None = None
    """How many bytes of the body are sent before the connection closes; None for all."""


@dataclass
class Canned:
    """The answers to come, the last of them again and again; and what was asked."""

    url: str
    answers: list[Answer] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    conditions: list[str | None] = field(default_factory=list)
    """The `If-None-Match` of each."""

    def next_answer(self, request: str, condition: str | None) -> Answer:
        self.asked.append(request)
        self.conditions.append(condition)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def canned_server(port: int = 0) -> Iterator[Canned]:
    """Serves on loopback, on a port that is free unless one is named."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            answer = canned.next_answer(
                f"{self.command} {self.path}", self.headers.get("if-none-match")
            )
            self.send_response(answer.status)
            headers = {"content-length": str(len(answer.body)), **dict(answer.headers)}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body[: answer.cut_to])
            self.close_connection |= answer.cut_to is not None

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Says nothing."""

    for method in ("GET", "PUT", "HEAD", "POST", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.answer)
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    canned = Canned(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield canned
    finally:
        server.shutdown()
        server.server_close()
