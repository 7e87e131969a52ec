from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from runtime_shim import contract
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import TaskId
from runtime_shim.store.folder import FolderStore
from runtime_shim.task.event import post_end_of_flow
from tests.runtime_shim.task.objects import PLAN


@pytest.fixture
def server() -> Iterator[tuple[str, list[Any]]]:
    received: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, self.headers["Content-Type"], json.loads(body)))
            self.send_response(500 if self.path == "/broken" else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", received
    listening.shutdown()
    thread.join()
    listening.server_close()


def context(folder: Path, **environment: str) -> TaskContext:
    store = FolderStore(str(folder))
    return TaskContext(PLAN, store, "argo-x7", TaskId("end", ""), 0, environment)


def test_the_event_is_posted(tmp_path: Path, server: tuple[str, list[Any]]) -> None:
    url, received = server
    environment = {contract.ENV_EVENT_URL: f"{url}/event", contract.ENV_PROJECT: "ads//production"}
    post_end_of_flow(context(tmp_path, **environment))
    ((path, kind, body),) = received
    assert (path, kind) == ("/event", "application/json")
    assert body["name"] == body["payload"]["name"] == "metaflow.ads.prod.SomeFlow.end"
    payload = body["payload"]
    assert payload["pathspec"] == payload["id"] == "SomeFlow/argo-x7/end/-"
    assert (payload["flow_name"], payload["run_id"]) == ("SomeFlow", "argo-x7")
    assert (payload["project_name"], payload["branch_name"]) == ("ads", "prod")


def test_a_failure_is_a_warning(
    tmp_path: Path, server: tuple[str, list[Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    url, received = server
    post_end_of_flow(context(tmp_path, **{contract.ENV_EVENT_URL: f"{url}/broken"}))
    assert len(received) == 1
    assert "warning: the event metaflow.SomeFlow.end could not be posted" in capsys.readouterr().err


def test_nobody_listens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post_end_of_flow(context(tmp_path))
    assert capsys.readouterr().err == ""
