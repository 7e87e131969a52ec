"""What flowc raises where flowc itself is wrong, never the user."""

from __future__ import annotations


class InternalError(Exception):
    """A part of flowc broke a promise that another part relies on."""
