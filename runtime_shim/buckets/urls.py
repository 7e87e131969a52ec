"""What a URL says of the place of a datastore: which cloud, which bucket, which folder in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from obstore.store import ObjectStore

EXTRAS = {"s3": "s3", "gs": "gcs", "az": "azure", "abfs": "azure", "abfss": "azure"}
"""The schemes there are, and the extra of flowc's that has the library for each."""


class NoPlace(ValueError):
    """A URL names no bucket; the message is half a sentence."""


@dataclass(frozen=True)
class Place:
    """A folder in a bucket."""

    bucket: str
    """With the scheme, as messages have it."""
    prefix: str
    """Ends with a slash, unless it is the bucket itself."""
    opens: Callable[[], Any]
    """Connects to the bucket; raises `FlowcError` for what the environment lacks."""


def place_of(url: str) -> Place:
    """The place of a URL with one of the schemes above; raises `NoPlace`."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    bucket, _, domain = host.partition("@")
    folder = path.strip("/")
    if not bucket or any(part in ("", ".", "..") for part in folder.split("/") if folder):
        raise NoPlace(f"`{url}` names no place: write {scheme}://BUCKET/FOLDER")
    return Place(
        bucket=f"{scheme}://{host}",
        prefix=f"{folder}/" if folder else "",
        opens=partial(_open, scheme, bucket, domain.partition(".")[0] or None),
    )


def _open(scheme: str, bucket: str, account: Optional[str]) -> ObjectStore:
    if scheme == "s3":
        from runtime_shim.buckets.s3 import open_bucket as open_s3

        return open_s3(bucket)
    if scheme == "gs":
        from runtime_shim.buckets.gcs import open_bucket as open_gcs

        return open_gcs(bucket)
    from runtime_shim.buckets.azure import open_container

    return open_container(bucket, account)
