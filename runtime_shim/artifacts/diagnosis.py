"""Finds what it is in a value that pickle refuses. Imported when it has refused."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from runtime_shim.artifacts.pickling import pickler_for

_SEARCHED = 100_000
"""How many objects the search for the culprit's place looks at."""
_KEY_CHARACTERS = 40


def why_unpicklable(name: str, value: object, error: Exception) -> str:
    """What to tell the user about a value that `dump` raised the error for."""
    subject = f"The artifact `{name}`, {_description(value)}, cannot be stored"
    if isinstance(error, RecursionError):
        return (
            f"{subject}: it is nested too deeply for pickle. Store it in a flatter form, such as "
            "a list of its parts."
        )
    if isinstance(error, MemoryError):
        return f"{subject}: there is not enough memory. Store it in smaller parts."
    culprit = _culprit(value)
    if culprit is not value:
        place = _place(name, value, culprit)
        named = f"`{place}`, {_description(culprit)}" if place else _description(culprit)
        subject += f" because of {named}"
    return (
        f"{subject}: {type(error).__name__}: {error}. Keep it in a local variable, or store "
        "what it is made from and make it again in the step that needs it."
    )


class _Tracer(pickle.Pickler):
    """Remembers the object that it was about to pickle last."""

    last: object = None

    def persistent_id(self, obj: object) -> None:
        self.last = obj


class _Nowhere:
    def write(self, piece: object) -> None:
        """Keeps nothing."""


def _culprit(value: object) -> object:
    """The object that pickle gave up at. The methods of the value run a second time."""
    tracer = pickler_for(_Nowhere(), lambda _: False, _Tracer)
    try:
        tracer.dump(value)
    except Exception:
        return tracer.last
    return value  # it changed in between: there is nothing better to name


def _place(name: str, value: object, culprit: object) -> str | None:
    """The expression for the nearest place of the culprit in the value, if it has one.

    A class that cannot be pickled has the place of an object of it.
    """
    try:
        return _search(f"self.{name}", value, culprit)
    except Exception:  # some object does not like to be looked at
        return None


def _search(start: str, value: object, culprit: object) -> str | None:
    queue: deque[tuple[str, object]] = deque([(start, value)])
    seen = {id(value)}
    while queue:
        place, current = queue.popleft()
        if current is culprit or type(current) is culprit:
            return place
        for suffix, part in _parts(current):
            if id(part) not in seen and len(seen) < _SEARCHED:
                seen.add(id(part))
                queue.append((place + suffix, part))
    return None


def _parts(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, (str, bytes, bytearray, int, float, complex, type, ModuleType)):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"[{_short(key)}]", item
            yield ".<key>", key
    elif isinstance(value, (list, tuple, deque)):
        for index, item in enumerate(value):
            yield f"[{index}]", item
    elif isinstance(value, (set, frozenset)):
        for item in value:
            yield ".<element>", item
    for attribute, item in _attributes(value):
        yield f".{attribute}", item


def _attributes(value: object) -> Iterator[tuple[str, object]]:
    for name, item in getattr(value, "__dict__", {}).items():
        yield str(name), item
    for cls in type(value).__mro__:
        slots = cls.__dict__.get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else slots:
            if hasattr(value, name):
                yield name, getattr(value, name)


def _short(key: object) -> str:
    text = repr(key)
    return text if len(text) <= _KEY_CHARACTERS else f"{text[:_KEY_CHARACTERS]}..."


def _description(value: object) -> str:
    if isinstance(value, (FunctionType, BuiltinFunctionType, MethodType)):
        return f"the function `{value.__qualname__}`"
    if isinstance(value, type):
        return f"the class `{value.__module__}.{value.__qualname__}`"
    return f"an object of the class `{type(value).__module__}.{type(value).__qualname__}`"
