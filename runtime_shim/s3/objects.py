"""What `S3` takes and gives: an object or a part of one, and what is known of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BufferedIOBase, RawIOBase
from pathlib import Path
from typing import Any, NamedTuple, Optional

from runtime_shim.s3.errors import MetaflowS3InvalidObject


class S3GetObject(NamedTuple):
    """A part of an object: `length` bytes from `offset`, or the last `-length` ones."""

    key: str
    offset: Optional[int]
    length: Optional[int]
    """None for all that follows."""


class S3PutObject(NamedTuple):
    """Something to store: a `value` for `put_many`, the `path` of a file for `put_files`."""

    key: str
    value: Any = None
    path: Optional[str] = None
    content_type: Optional[str] = None
    encryption: Optional[str] = None
    metadata: Optional[Mapping[str, Any]] = None


class RangeInfo(NamedTuple):
    """Which bytes of an object were downloaded."""

    total_size: int
    request_offset: int = 0
    request_length: int = -1


class S3Object:
    """A path in S3, or an object, which may have a local copy."""

    def __init__(
        self,
        prefix: Optional[str],
        url: str,
        path: Optional[str] = None,
        size: Optional[int] = None,
        content_type: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        range_info: Optional[RangeInfo] = None,
        last_modified: Optional[float] = None,
        encryption: Optional[str] = None,
    ) -> None:
        whole = prefix is None or prefix == url
        self._prefix = None if whole else prefix
        self._key = url if whole else url[len(str(prefix).rstrip("/")) + 1 :].rstrip("/")
        self._url = url
        self._path = path
        self._size = Path(path).stat().st_size if path else size
        self._content_type = content_type
        self._metadata = metadata
        self._range_info = range_info
        self._last_modified = last_modified
        self._encryption = encryption

    @property
    def exists(self) -> bool:
        """False for a missing object, and for a prefix in a listing."""
        return self._size is not None

    @property
    def downloaded(self) -> bool:
        """Whether it has a local copy, for `path`, `blob` and `text`."""
        return self._path is not None

    @property
    def url(self) -> str:
        return self._url

    @property
    def prefix(self) -> Optional[str]:
        """What `key` is relative to; None where that is the whole URL."""
        return self._prefix

    @property
    def key(self) -> str:
        return self._key

    @property
    def path(self) -> Optional[str]:
        """The local copy, which goes when the `S3` is closed."""
        return self._path

    @property
    def blob(self) -> Optional[bytes]:
        """The content; None where it was not downloaded."""
        return Path(self._path).read_bytes() if self._path else None

    @property
    def text(self) -> Optional[str]:
        """The content as UTF-8."""
        blob = self.blob
        return None if blob is None else blob.decode("utf-8", errors="replace")

    @property
    def size(self) -> Optional[int]:
        """Bytes, of the local copy where there is one; None where nothing exists."""
        return self._size

    @property
    def has_info(self) -> bool:
        """Whether more is known than the size."""
        facts = (self._content_type, self._metadata, self._range_info, self._encryption)
        return any(fact is not None for fact in facts)

    @property
    def metadata(self) -> Optional[Mapping[str, Any]]:
        """What `put` was given as such."""
        return self._metadata

    @property
    def content_type(self) -> Optional[str]:
        return self._content_type

    @property
    def encryption(self) -> Optional[str]:
        """None: obstore does not tell."""
        return self._encryption

    @property
    def range_info(self) -> Optional[RangeInfo]:
        return self._range_info

    @property
    def last_modified(self) -> Optional[float]:
        """Seconds since the epoch."""
        return self._last_modified

    def __repr__(self) -> str:
        if not self.exists:
            return f"<S3Object {self._url} (object does not exist)>"
        return f"<S3Object {self._url} ({self._size} bytes, {'local' if self._path else 'in S3'})>"


USER_METADATA = "metaflow-user-attributes"
"""The one field of an object's metadata that holds the user's, as JSON."""


def attributes_of(content_type: Optional[str], metadata: Optional[Mapping[str, Any]]) -> Any:
    """What obstore stores with an object."""
    attributes = {"Content-Type": content_type} if content_type else {}
    if metadata:
        attributes[USER_METADATA] = json.dumps(metadata)
    return attributes or None


def part_of(key: Any) -> Any:
    """The range of a `S3GetObject`, as obstore takes it; None for a whole object."""
    offset, length = getattr(key, "offset", None), getattr(key, "length", None)
    if offset is None and length is None:
        return None
    if length is None:
        return {"offset": offset}
    if length < 0:
        return {"suffix": -length}
    return (offset or 0, (offset or 0) + length)


def as_put(put: Any) -> S3PutObject:
    """A pair of a key and a value as what it is short for."""
    return put if isinstance(put, S3PutObject) else S3PutObject(put[0], put[1])


def content_of(key: str, value: Any) -> Any:
    """What to upload: a file from its beginning, or bytes. Raises `MetaflowS3InvalidObject`."""
    if isinstance(value, (RawIOBase, BufferedIOBase)):
        if not value.readable() or not value.seekable():
            raise MetaflowS3InvalidObject(
                f"The file for the key '{key}' cannot be read and sought."
            )
        value.seek(0)
        return value
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    raise MetaflowS3InvalidObject(
        f"What is to be stored under the key '{key}' is no text, no bytes and no file, but a "
        f"{type(value).__name__}."
    )
