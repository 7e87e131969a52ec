"""The part of Kubernetes' API that KubernetesPodOperator asks, over HTTP on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.engines.airflow.admission import Refused
from tests.engines.airflow.fake_cluster import FakeCluster, Pod

_LONGEST_LOG = 600
"""Seconds for which somebody may follow a log."""


@contextmanager
def pod_api(cluster: FakeCluster) -> Iterator[str]:
    """The URL of a server for a cluster, which ends with it."""
    handler = type("_Handler", (_Handler,), {"cluster": cluster})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        cluster.close()


def kube_config(url: str, namespace: str = "default") -> dict[str, Any]:
    """What leads a client to a server."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "bench", "cluster": {"server": url}}],
        "users": [{"name": "bench", "user": {"token": "any"}}],
        "contexts": [
            {
                "name": "bench",
                "context": {"cluster": "bench", "user": "bench", "namespace": namespace},
            }
        ],
        "current-context": "bench",
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A small answer is two writes, and the second would wait for the client's acknowledgement.
    disable_nagle_algorithm = True
    cluster: ClassVar[FakeCluster]

    def handle_method(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        try:
            self._route(url.path, dict(parse_qsl(url.query)), body)
        except Refused as error:
            self._answer(error.status, _failure(error))

    do_GET = do_POST = do_PATCH = do_DELETE = handle_method  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""

    def _route(self, path: str, query: Mapping[str, str], body: bytes) -> None:
        parts = path.strip("/").split("/")
        match (self.command, parts):
            case ("POST", ["api", "v1", "namespaces", namespace, "pods"]):
                self._answer(201, _object(self.cluster.create(namespace, json.loads(body))))
            case ("GET", ["api", "v1", "namespaces", namespace, "pods"]):
                found = self.cluster.pods(namespace, query.get("labelSelector", ""))
                self._answer(200, _list("PodList", [_object(pod) for pod in found]))
            case ("GET", ["api", "v1", "namespaces", namespace, "events"]):
                name = query.get("fieldSelector", "").removeprefix("involvedObject.name=")
                events = list(_events(self.cluster.get(namespace, name)))
                self._answer(200, _list("EventList", events))
            case ("GET", ["api", "v1", "namespaces", namespace, "pods", name, "log"]):
                self._log(self.cluster.get(namespace, name), query)
            case (_, ["api", "v1", "namespaces", namespace, "pods", name]):
                self._pod(self.cluster.get(namespace, name), body)
            case _:
                raise Refused(404, "NotFound", f"the bench has no {self.command} {path}")

    def _pod(self, pod: Pod, body: bytes) -> None:
        if self.command == "PATCH":
            self.cluster.relabel(pod, json.loads(body)["metadata"]["labels"])
        elif self.command == "DELETE":
            self.cluster.delete(pod)
        self._answer(200, _object(pod))

    def _log(self, pod: Pod, query: Mapping[str, str]) -> None:
        """A log that somebody follows comes in one piece, when its container has ended."""
        if _asks(query, "follow"):
            pod.ended.wait(_LONGEST_LOG)
        container = query.get("container") or pod.manifest["spec"]["containers"][0]["name"]
        lines = self.cluster.log(pod, container).splitlines(keepends=True)
        if _asks(query, "timestamps"):
            time = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            lines = [f"{time} {line}" for line in lines]
        self._send(200, "text/plain", "".join(lines[-int(query.get("tailLines", 0)) :]).encode())

    def _answer(self, status: int, content: Mapping[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(content).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _asks(query: Mapping[str, str], name: str) -> bool:
    """Whether it is true, as Go takes it and as Python's client writes it."""
    return query.get(name, "").lower() == "true"


def _object(pod: Pod) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", **pod.manifest}


def _list(kind: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"resourceVersion": "1"}, "items": items}


def _events(pod: Pod) -> Iterator[dict[str, Any]]:
    where = {"kind": "Pod", "name": pod.name, "namespace": pod.manifest["metadata"]["namespace"]}
    for number, (reason, message) in enumerate(pod.events):
        metadata = {"name": f"{pod.name}.{number}", "uid": f"{pod.name}.{number}"}
        yield {
            "metadata": {**metadata, "resourceVersion": "1"},
            "involvedObject": where,
            "type": "Warning",
            "reason": reason,
            "message": message,
        }


def _failure(error: Refused) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Status",
        "status": "Failure",
        "reason": error.reason,
        "message": str(error),
        "code": error.status,
    }
