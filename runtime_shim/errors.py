"""What the runtime says to a user when something is wrong. Each concern adds its own."""

from __future__ import annotations


class FlowcError(Exception):
    """The base of all of them: the message is for the user, whole sentences, no traceback."""


class Unsupported(FlowcError):
    """Something that Metaflow has and flowc does not; the message names it."""


def type_name(kind: type[BaseException]) -> str:
    """A type as it is told and recorded; where flowc keeps those of its own is nobody's concern.

    >>> type_name(KeyError), type_name(Unsupported)
    ('builtins.KeyError', 'flowc.Unsupported')
    """
    module = kind.__module__
    return f"{'flowc' if module.startswith('runtime_shim.') else module}.{kind.__qualname__}"
