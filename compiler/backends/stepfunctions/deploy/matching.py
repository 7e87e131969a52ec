"""Whether what is there is what is wanted."""

from __future__ import annotations

from collections.abc import Mapping


def has_all(existing: object, wanted: object) -> bool:
    """Whether all of the fields that are wanted have their value; services add some of their own.

    >>> has_all({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}), has_all({"a": 1}, {"a": 2})
    (True, False)
    """
    if isinstance(wanted, Mapping):
        return isinstance(existing, Mapping) and all(
            name in existing and has_all(existing[name], value) for name, value in wanted.items()
        )
    return existing == wanted
