"""A datastore in an object store: S3 and those that speak its protocol, Google's, Azure's.

A write is one request, or an upload in parts that the store puts together at its end: either
way nobody finds half of an object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Optional, TypeVar

from runtime_shim.buckets.library import OfProcess
from runtime_shim.buckets.requests import PATIENT, PROMPT, repeated
from runtime_shim.buckets.urls import Place
from runtime_shim.parallel import interruptible
from runtime_shim.store import Buffer, Entry
from runtime_shim.store.failures import explained, is_answer, is_passing
from runtime_shim.store.keys import check_key
from runtime_shim.store.transfer import begun, described, fetch, fetch_into, upload

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore as Bucket

Result = TypeVar("Result")

_ASKED_FOR = 256 << 10
"""Bytes from which on it is cheaper to ask whether an object is there than to send it in vain."""

_LISTED = 1000
"""Objects that a listing gives at a time, which is what one answer of S3 has."""


class ObjectStore:
    """The store in a folder of a bucket. Nothing is asked of the bucket when it is made.

    While it is not known whether there is such a store, less time is spent on an answer.
    """

    is_remote = True

    def __init__(self, root: str, place: Place, *, is_known: bool = True) -> None:
        self.root = root
        self._place = place
        self._is_known = is_known
        self._buckets = {
            patience: OfProcess(partial(place.opens, patience)) for patience in (PATIENT, PROMPT)
        }

    def read(self, key: str) -> bytes:
        return bytes(self.read_buffer(key))

    def read_buffer(self, key: str, size: Optional[int] = None) -> Buffer:
        return self._done("read", key, lambda bucket, at: fetch(bucket, at, size))

    def read_into(self, key: str, file: BinaryIO) -> None:
        self._done("read", key, lambda bucket, at: fetch_into(bucket, at, file))

    def write(self, key: str, content: Iterable[Buffer]) -> None:
        whole, pieces = begun(content)
        if pieces is not None:
            self._upload(key, pieces, is_new=False)
            return

        def put(bucket: Bucket, at: str) -> None:
            import obstore

            obstore.put(bucket, at, whole, use_multipart=False)

        self._done("written", key, put)

    def create(self, key: str, content: Iterable[Buffer]) -> bool:
        return self._create(key, b"".join(content))

    def add(self, key: str, content: Iterable[Buffer]) -> bool:
        """As `Store.add`; what is large goes in parts, which obstore cannot have put together
        under a condition."""
        whole, pieces = begun(content)
        if pieces is None:
            return self._create(key, whole)
        if self.exists(key):
            return False
        self._upload(key, pieces, is_new=True)
        return True

    def exists(self, key: str) -> bool:
        return self._done("read", key, described) is not None

    def list(self, folder: str) -> Iterator[str]:
        def names(bucket: Bucket, at: str) -> list[str]:
            import obstore

            found = obstore.list_with_delimiter(bucket, at or None)
            paths = [*(meta["path"] for meta in found["objects"]), *found["common_prefixes"]]
            return [path.rpartition("/")[2] for path in paths]

        found = set(self._done("listed", folder, names))
        return iter(sorted(name for name in found if name and not name.startswith(".")))

    def scan(self, folder: str) -> Iterator[Entry]:
        """As `Store.scan`, some thousand at a time; those that come later are not asked for yet."""
        start = len(self._place.prefix)
        for chunk in self._chunks(folder):
            for meta in chunk:
                key = meta["path"][start:]
                if not any(map(_is_hidden, key.split("/"))):
                    yield Entry(key, meta["size"], meta["last_modified"].timestamp())

    def _chunks(self, folder: str) -> Iterator[Sequence[ObjectMeta]]:
        """A listing, which goes on after the last key that came where it breaks off."""
        stream: Optional[Iterator[Sequence[ObjectMeta]]] = None
        last: Optional[str] = None

        def following(bucket: Bucket, at: str) -> Optional[Sequence[ObjectMeta]]:
            nonlocal stream
            import obstore
            from obstore.exceptions import BaseError

            if stream is None:
                stream = iter(obstore.list(bucket, at or None, offset=last, chunk_size=_LISTED))
            try:
                return next(stream, None)
            except BaseError:
                stream = None
                raise

        while chunk := self._done("listed", folder, following):
            last = chunk[-1]["path"]
            yield chunk

    def delete(self, key: str) -> None:
        def delete(bucket: Bucket, at: str) -> None:
            import obstore

            with suppress(FileNotFoundError):
                obstore.delete(bucket, at)

        self._done("deleted", key, delete)

    def _create(self, key: str, content: bytes) -> bool:
        if len(content) >= _ASKED_FOR and self.exists(key):
            return False
        return self._done("written", key, lambda bucket, at: _created(bucket, at, content))

    def _upload(self, key: str, content: Iterable[Buffer], *, is_new: bool) -> None:
        """Stores what is large; `is_new` where there was nothing before that it replaces."""

        def put(bucket: Bucket, at: str) -> None:
            upload(bucket, at, content, is_new=is_new)

        # What a generator gives it gives once.
        self._done("written", key, put, again=isinstance(content, Sequence))

    def _done(
        self, deed: str, key: str, action: Callable[[Bucket, str], Result], again: bool = True
    ) -> Result:
        """Does something with the object of a key, or with a folder; `again` where that can be."""
        from obstore.exceptions import BaseError

        if key or deed != "listed":
            check_key(key)
        with explained(self._place.bucket, deed, key):
            patience = PATIENT if self._is_known else PROMPT
            bucket = self._buckets[patience].get()
            at = f"{self._place.prefix}{key}".rstrip("/")

            def act() -> Result:
                return action(bucket, at)

            try:
                result = interruptible(
                    lambda: repeated(act, is_passing, patience) if again else act()
                )
            except BaseError as error:
                # A minute was enough: what comes now shall not take as long once more.
                self._is_known = is_answer(error)
                raise
            self._is_known = True
            return result


def _created(bucket: Bucket, at: str, content: bytes) -> bool:
    """Whether the object is what was to be written, and nobody wrote another one before."""
    import obstore
    from obstore.exceptions import AlreadyExistsError

    try:
        obstore.put(bucket, at, content, mode="create", use_multipart=False)
    except AlreadyExistsError:
        # It may be this very request that wrote it, whose answer got lost on the way.
        try:
            return bytes(obstore.get(bucket, at).bytes()) == content
        except FileNotFoundError:
            return False  # It was taken, and has been deleted since.
    return True


def _is_hidden(name: str) -> bool:
    return not name or name.startswith(".")
