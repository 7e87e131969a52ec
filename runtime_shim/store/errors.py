"""What is wrong with a datastore, for the user."""

from __future__ import annotations

from runtime_shim.errors import FlowcError


class StoreFailed(FlowcError):
    """The datastore cannot be read or written; the message says why and what to do."""


class AccessDenied(StoreFailed):
    """Whoever asks is known to the store, and not allowed to."""


class NoKey(FlowcError, ValueError):
    """A name that came from outside cannot be part of a key."""
