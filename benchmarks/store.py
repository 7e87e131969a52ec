"""An S3 server on loopback, which Metaflow's exporter insists on talking to."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

_SERVER = Path(__file__).with_name("s3_server.py")
BUCKET = "benchmark"
"""The one that is there from the start."""


@contextlib.contextmanager
def object_store(python: Path) -> Iterator[dict[str, str]]:
    """Serves a bucket with moto, from `python`'s environment; yields Metaflow's variables."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [str(python), str(_SERVER), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _make_bucket(url)
        yield {
            "AWS_ACCESS_KEY_ID": "benchmark",
            "AWS_SECRET_ACCESS_KEY": "benchmark",
            "AWS_DEFAULT_REGION": "us-east-1",
            "METAFLOW_S3_ENDPOINT_URL": url,
            "METAFLOW_DEFAULT_DATASTORE": "s3",
            "METAFLOW_DATASTORE_SYSROOT_S3": f"s3://{BUCKET}/metaflow",
            "METAFLOW_KUBERNETES_NAMESPACE": "default",
        }
    finally:
        server.terminate()
        server.wait(timeout=10)


def _make_bucket(url: str) -> None:
    request = urllib.request.Request(f"{url}/{BUCKET}", method="PUT")
    deadline = time.monotonic() + 30
    while not _accepted(request):
        if time.monotonic() > deadline:
            raise TimeoutError("the S3 server does not answer")
        time.sleep(0.1)


def _accepted(request: urllib.request.Request) -> bool:
    try:
        urllib.request.urlopen(request, timeout=5).close()
    except OSError:
        return False
    return True
