"""What may be the key of an object, in every kind of store."""

from __future__ import annotations

from runtime_shim.store.errors import NoKey


def check_key(key: str) -> None:
    """Raises `NoKey` for what is none, or would lead out of the store."""
    if "\0" in key or any(not name or name.startswith(".") for name in key.split("/")):
        raise NoKey(f"{key!r} is no key: names between slashes, none begins with a dot.")
    try:
        key.encode()
    except UnicodeEncodeError:
        raise NoKey(f"{key!r} is no key: it has characters that no name can have.") from None
