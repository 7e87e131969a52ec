"""Fetches from a remote store what a task is known to need, while its code is imported.

That is who came before it, and of what they left the artifacts that the plan says the step
reads: small ones, and no more of them than `_BYTES`. A large one is fetched when it is read.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Optional

from runtime_shim import contract
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import Artifact, Manifest
from runtime_shim.store import Buffer
from runtime_shim.task.predecessors import Predecessors, find_predecessors

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_AT_ONCE = 8
_BYTES = 64 << 20
"""Of all artifacts together."""
_ARTIFACT_BYTES = 16 << 20
"""Of one artifact, as it is stored."""


class Ahead:
    """What is fetched ahead for one attempt."""

    def __init__(self, context: TaskContext) -> None:
        self._context = context
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._left = _BYTES
        self._blobs: dict[str, Future[Buffer]] = {}
        self._pool: Optional[ThreadPoolExecutor] = None
        if context.store.is_remote:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="flowc-ahead")
            self._found = self._pool.submit(find_predecessors, context)
            self._pool.submit(self._fetch)

    def predecessors(self) -> Predecessors:
        """As `find_predecessors`."""
        return find_predecessors(self._context) if self._pool is None else self._found.result()

    def read_buffer(self, key: str, size: int) -> Buffer:
        """As the store gives it, which is asked for what is not on its way."""
        # In a process that was forked from this one the threads are missing.
        if os.getpid() == self._process:
            with self._lock:
                future = self._blobs.pop(key, None)
            if future is not None and not future.cancel():
                return future.result()
        return self._context.store.read_buffer(key, size)

    def close(self) -> None:
        """Fetches no more, and forgets what nobody has read."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            with self._lock:
                self._blobs.clear()

    # What follows runs in the threads. What it raises, whoever asks for the same gets to know.

    def _fetch(self) -> None:
        before, step = self._found.result(), self._context.step
        if not step.is_join:
            if before.tasks:
                self._fetch_artifacts(before.manifest(0), step.reads)
            return
        assert self._pool is not None, "one of its threads runs this"
        for number, task in enumerate(before.tasks):
            names = [_name(read, task.step, number, len(before.tasks)) for read in step.reads]
            self._pool.submit(self._fetch_input, before, number, [one for one in names if one])

    def _fetch_input(self, before: Predecessors, number: int, names: list[str]) -> None:
        # The manifest is fetched where no artifact is as well: a join looks at its inputs.
        self._fetch_artifacts(before.manifest(number), names)

    def _fetch_artifacts(self, manifest: Manifest, names: Iterable[str]) -> None:
        for name in names:
            if name in manifest.artifacts:
                self._fetch_artifact(manifest.artifacts[name])

    def _fetch_artifact(self, artifact: Artifact) -> None:
        blobs = (artifact.blob, *artifact.buffers)
        size = sum(blob.size for blob in blobs)
        with self._lock:
            if size > min(self._left, _ARTIFACT_BYTES) or self._pool is None:
                return
            self._left -= size
            for blob in blobs:
                key = contract.blob_key(self._context.plan.flow, blob.sha256)
                if key not in self._blobs:
                    read = self._context.store.read_buffer
                    self._blobs[key] = self._pool.submit(read, key, blob.size)


def _name(read: str, step: str, number: int, count: int) -> Optional[str]:
    """The artifact that is read of an input of a join, None where it is another input's."""
    which, _, name = read.rpartition(".")
    if which in ("", step):
        return name
    return name if which.lstrip("-").isdecimal() and int(which) % count == number else None
