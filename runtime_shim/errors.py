"""What the runtime says to a user when something is wrong. Each concern adds its own."""

from __future__ import annotations


class FlowcError(Exception):
    """The base of all of them: the message is for the user, whole sentences, no traceback."""


class Unsupported(FlowcError):
    """Something that Metaflow has and flowc does not; the message names it."""
