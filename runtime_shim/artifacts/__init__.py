"""Stores the values of artifacts by their content, and reads them back.

A value becomes one pickle and, out of band, its large buffers. Each is a blob of its own,
whose name is the digest of its content: what the store has is not written again, and an
array that two tasks share is there once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Optional

from runtime_shim import contract
from runtime_shim.artifacts import compression, pickling
from runtime_shim.artifacts.errors import UnpicklableArtifact, UnreadableArtifact
from runtime_shim.manifest import Artifact, Blob
from runtime_shim.store import Buffer, Missing, Store
from runtime_shim.store.uploads import Create

__all__ = ["Artifacts", "UnpicklableArtifact", "UnreadableArtifact"]

_PLAIN = "pickle"
_COMPRESSED = "pickle+zlib"

_PAUSES = (0.2, 1.0)
"""Seconds, give or take a half, before a blob that looks damaged is fetched again: it may be the
network that damages it."""


class _Damaged(Exception):
    """A blob is not what it was; whole sentences."""


@dataclass(frozen=True)
class Artifacts:
    """The artifacts of one flow in a store."""

    store: Store
    flow: str
    read_buffer: Optional[Callable[[str, int], Buffer]] = None
    """Takes the place of the store's, for content that is on its way already."""

    def save(self, name: str, value: object, create: Optional[Create] = None) -> Artifact:
        """Stores a value and tells where it is; `create` takes the place of the store's.

        Raises `UnpicklableArtifact`, naming what in the value it is that cannot be stored.
        """
        try:
            pickled = pickling.dump(value)
        except Exception as error:
            from runtime_shim.artifacts.diagnosis import why_unpicklable

            raise UnpicklableArtifact(why_unpicklable(name, value, error)) from error
        size = pickled.size
        encoding, pieces = _PLAIN, pickled.pieces
        if compression.pays(pieces):
            encoding, pieces = _COMPRESSED, compression.compressed(pieces)
        create = create or self.store.add
        return Artifact(
            blob=self._keep(pieces, create),
            encoding=encoding,
            type=f"{type(value).__module__}.{type(value).__qualname__}",
            size=size,
            buffers=tuple(self._keep([buffer], create) for buffer in pickled.buffers),
        )

    def load(self, artifact: Artifact, where: str) -> object:
        """The value; `where` is its name and its task, as messages have them.

        Its large arrays are mapped from the store, and may be written to. Raises
        `UnreadableArtifact` where the stored bytes are damaged, or a class is not there.
        """
        of_task = where.removesuffix("/-")
        subject = f"The artifact {of_task}, of the class `{artifact.type}`, cannot be loaded: "
        try:
            content = self._pickle_of(artifact)
            buffers = [self._take(blob) for blob in artifact.buffers]
        except _Damaged as damage:
            raise UnreadableArtifact(f"{subject}{damage}") from None
        try:
            return pickling.load(content, buffers)
        except pickling.ClassNotFound as error:
            raise UnreadableArtifact(f"{subject}{error}") from error.__cause__
        except MemoryError as error:
            raise UnreadableArtifact(f"{subject}there is not enough memory.") from error
        except Exception as error:
            raise UnreadableArtifact(
                f"{subject}{type(error).__name__}: {error}. It was stored by other code, or with "
                "other versions of packages, than this process has: use the same."
            ) from error

    def _pickle_of(self, artifact: Artifact) -> Buffer:
        content = self._take(artifact.blob)
        if artifact.encoding == _PLAIN:
            return content
        if artifact.encoding == _COMPRESSED:
            size = artifact.size - sum(blob.size for blob in artifact.buffers)
            return compression.decompressed(content, size)
        raise _Damaged(
            f"it is stored as `{artifact.encoding}`, which this version of flowc does not know. "
            "Use the version that stored it, or a newer one."
        )

    def _keep(self, pieces: Sequence[Buffer], create: Create) -> Blob:
        digest = sha256()
        size = 0
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
        blob = Blob(digest.hexdigest(), size)
        create(contract.blob_key(self.flow, blob.sha256), pieces)
        return blob

    def _take(self, blob: Blob) -> Buffer:
        """The content of a blob, as it was stored."""
        key = contract.blob_key(self.flow, blob.sha256)
        content = self._read(key, blob)
        damage = _damage(content, blob)
        for pause in _PAUSES if self.store.is_remote else ():
            if damage is None:
                break
            time.sleep(pause * random.uniform(0.5, 1.5))
            content = self._read(key, blob)
            damage = _damage(content, blob)
        if damage is None:
            return content
        raise _Damaged(
            f"`{key}` in the datastore {self.store.root} is damaged: it {damage}. "
            "Delete it, and run the step that sets the artifact again."
        )

    def _read(self, key: str, blob: Blob) -> Buffer:
        try:
            return (self.read_buffer or self.store.read_buffer)(key, blob.size)
        except Missing:
            raise _Damaged(
                f"there is no `{key}` in the datastore {self.store.root}. "
                "Bring it back, or run the step that sets the artifact again."
            ) from None


def _damage(content: Buffer, blob: Blob) -> Optional[str]:
    """In what it differs from what was stored."""
    if len(content) != blob.size:
        return f"has {len(content)} bytes in place of {blob.size}"
    if sha256(content).hexdigest() != blob.sha256:
        return "does not have the digest that it is named for"
    return None
