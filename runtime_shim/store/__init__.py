"""Where a run keeps what it makes: one datastore, addressed by keys.

`Store` is what the rest of the runtime knows of it; `open_store` finds the kind by the
root. A key is a relative path with forward slashes (`contract` has the layout).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Optional, Protocol, Union

from runtime_shim.errors import FlowcError
from runtime_shim.local_datastore import is_url

Buffer = Union[bytes, bytearray, memoryview]


class Missing(KeyError):
    """The store has nothing under the key, which is the argument."""


@dataclass(frozen=True)
class Entry:
    """What a listing tells of an object."""

    key: str
    size: int
    """Bytes."""
    modified: float
    """Seconds since the epoch."""


class Store(Protocol):
    """Objects by key. Every write is atomic: a reader finds all of an object or nothing."""

    root: str
    """As `FLOWC_DATASTORE` names it."""
    is_remote: bool
    """Whether every call waits for a network, so that several at a time are faster than one
    after the other."""

    def read(self, key: str) -> bytes:
        """The content; raises `Missing`."""

    def read_buffer(self, key: str, size: Optional[int] = None) -> Buffer:
        """The content as memory that may be written to without harm to the store.

        For large objects: it may be mapped instead of read, or fetched in parts at a time.
        `size`, where the caller knows it, saves a look-up. Raises `Missing`.
        """

    def read_into(self, key: str, file: BinaryIO) -> None:
        """Puts the content into an empty file, with no more than some pieces of it in memory.

        What place the file is at afterwards is not said. Raises `Missing`, and `OSError` for what
        is wrong with the file.
        """

    def write(self, key: str, content: Iterable[Buffer]) -> None:
        """Stores the pieces one after the other; what was there before is replaced."""

    def create(self, key: str, content: Iterable[Buffer]) -> bool:
        """Stores the pieces unless the key is taken, and tells whether it did.

        Of two that try at once one succeeds. For records: it goes in one request, all of which
        is in memory.
        """

    def add(self, key: str, content: Iterable[Buffer]) -> bool:
        """The same for content that the key says it all of, such as its digest.

        Of two that try at once both may succeed: it makes no difference whose it is.
        """

    def exists(self, key: str) -> bool: ...

    def list(self, folder: str) -> Iterator[str]:
        """The names directly in a folder, sorted; nothing where there is no folder."""

    def scan(self, folder: str) -> Iterator[Entry]:
        """All objects in a folder and the folders in it, in no order."""

    def delete(self, key: str) -> None:
        """Removes an object; it is fine if there is none."""


class UnknownStore(FlowcError, ValueError):
    """No kind of store has a root of that form, or its library is not installed."""


def open_store(root: str, *, prompt: bool = False) -> Store:
    """The store of a root: a folder, or a URL of an object store. Raises `UnknownStore`.

    `prompt` is for whoever waits at a terminal: one that does not answer at all is given up
    after seconds, and not after a minute.
    """
    if not is_url(root):
        from runtime_shim.store.folder import FolderStore

        return FolderStore(root)
    from runtime_shim.buckets.errors import MissingLibrary
    from runtime_shim.buckets.library import require_library
    from runtime_shim.buckets.urls import EXTRAS, NoPlace, place_of

    try:
        place = place_of(root)
        scheme = root.partition(":")[0]
        require_library(f"A datastore in {scheme}://", EXTRAS[scheme])
    except (MissingLibrary, NoPlace) as error:
        raise UnknownStore(str(error)) from None
    from runtime_shim.store.objects import ObjectStore

    return ObjectStore(root, place, is_known=not prompt)
