"""What a URL says of the place of a datastore: which cloud, which bucket, which folder in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from obstore.store import ObjectStore

EXTRAS = {"s3": "s3", "gs": "gcs", "az": "azure", "abfs": "azure", "abfss": "azure"}
"""The schemes there are, and the extra of flowc's that has the library for each."""

_WITH_ACCOUNT = ("abfs", "abfss")
_ACCOUNT_FORM = "CONTAINER@ACCOUNT.dfs.core.windows.net"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""Looser than any of the clouds: each knows best what it has."""


class NoPlace(ValueError):
    """A URL names no bucket, or more than a place; the message is half a sentence.

    It does not repeat the URL: there may be a secret in it.
    """


@dataclass(frozen=True)
class Place:
    """A folder in a bucket."""

    bucket: str
    """With the scheme, as messages have it."""
    prefix: str
    """Ends with a slash, unless it is the bucket itself."""
    opens: Callable[[float], Any]
    """Connects to the bucket, with the seconds for which what fails is tried again; raises
    `NoConnection` for what is wrong with the environment."""


def place_of(url: str) -> Place:
    """The place of a URL with one of the schemes above; raises `NoPlace`."""
    scheme, _, rest = url.partition(":")
    if scheme not in EXTRAS:
        known = ", ".join(f"{scheme}://" for scheme in EXTRAS)
        named = f"for `{scheme}://`" if _SCHEME.fullmatch(scheme) else "of such a URL"
        raise NoPlace(f"there is no datastore {named}; name a folder, or a URL with {known}")
    host, _, path = rest[2:].partition("/")
    bucket, at, domain = host.partition("@") if scheme in _WITH_ACCOUNT else (host, "", "")
    folder = path.strip("/")
    form = f"write {scheme}://{_ACCOUNT_FORM if scheme in _WITH_ACCOUNT else 'BUCKET'}/FOLDER"
    if re.search("[?#]", url) or re.search("[@:]", bucket + domain):
        raise NoPlace(
            f"the URL of the datastore has more in it than a place: {form}, and leave credentials "
            "to the environment"
        )
    is_host = _HOST.fullmatch(bucket) and (_HOST.fullmatch(domain) or not at)
    parts = folder.split("/") if folder else []
    is_folder = not any(part in ("", ".", "..") for part in parts) and folder.isprintable()
    if not (rest.startswith("//") and is_host and is_folder):
        raise NoPlace(
            f"the URL of the datastore names no place: {form}, with no part empty or `..`"
        )
    return Place(
        bucket=f"{scheme}://{host}",
        prefix=f"{folder}/" if folder else "",
        opens=partial(_open, scheme, bucket, domain.partition(".")[0] or None),
    )


def _open(scheme: str, bucket: str, account: Optional[str], patience: float) -> ObjectStore:
    if scheme == "s3":
        from runtime_shim.buckets.s3 import open_bucket as open_s3

        return open_s3(bucket, patience=patience)
    if scheme == "gs":
        from runtime_shim.buckets.gcs import open_bucket as open_gcs

        return open_gcs(bucket, patience)
    from runtime_shim.buckets.azure import open_container

    return open_container(bucket, account, patience)
