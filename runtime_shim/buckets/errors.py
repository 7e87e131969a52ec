"""What keeps a process from connecting to an object store, before anything is asked of it."""

from __future__ import annotations

from runtime_shim.errors import FlowcError


class NoConnection(FlowcError):
    """What the environment says of an object store is wrong, or not enough."""


class MissingLibrary(NoConnection):
    """A library that an object store needs is not installed."""
