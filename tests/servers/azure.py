"""A server of Azure Blob Storage on loopback: Azurite, from npm."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate

from tests.environments import ROOT, node_environment
from tests.servers.processes import free_port, serving

CONTAINER = "flowc"
_ACCOUNT = "devstoreaccount1"
_KEY = base64.b64encode(b"a key for tests of flowc alone, of the length that Azure has").decode()
_PROJECT = ROOT / "tests" / "servers" / "azurite"
_VERSION = "2021-12-02"


class NoAzurite(Exception):
    """This machine lacks what Azurite needs; the message says what."""


@contextmanager
def azurite(container: str = CONTAINER) -> Iterator[dict[str, str]]:
    """The variables that lead to a server with an empty container. Raises `NoAzurite`."""
    folder = node_environment("azurite", _PROJECT)
    node = shutil.which("node")
    if folder is None or node is None:
        raise NoAzurite("this machine has no npm")
    script = folder / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
    port = free_port()
    options = ["--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck"]
    command = [node, str(script), "--blobPort", str(port), *options]
    url = f"http://127.0.0.1:{port}"
    with serving(command, port, {**os.environ, "AZURITE_ACCOUNTS": f"{_ACCOUNT}:{_KEY}"}):
        _make_container(url, container)
        yield {
            "AZURE_STORAGE_USE_EMULATOR": "true",
            "AZURITE_BLOB_STORAGE_URL": url,
            "AZURE_STORAGE_ACCOUNT_NAME": _ACCOUNT,
            "AZURE_STORAGE_ACCOUNT_KEY": _KEY,
        }


def _make_container(url: str, container: str) -> None:
    """https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key"""
    path = f"/{_ACCOUNT}/{container}"
    headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": _VERSION}
    text = "\n".join(
        [
            "PUT",
            *[""] * 11,
            *(f"{name}:{value}" for name, value in headers.items()),
            f"/{_ACCOUNT}{path}",
            "restype:container",
        ]
    )
    digest = hmac.new(base64.b64decode(_KEY), text.encode(), hashlib.sha256).digest()
    headers["Authorization"] = f"SharedKey {_ACCOUNT}:{base64.b64encode(digest).decode()}"
    request = urllib.request.Request(f"{url}{path}?restype=container", None, headers, method="PUT")
    urllib.request.urlopen(request).close()
