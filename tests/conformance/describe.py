"""Values as text that is equal where they are equal, types included, all the way down.

It runs beside Metaflow and beside flowc, on the same Python, with the standard library
alone: what both say is then compared as text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

_PLAIN = (type(None), bool, int, float, complex, str, bytes, type(Ellipsis))
_LONGEST = 300
_METAFLOW = ("metaflow", "flowc", "runtime_shim")


class Describer:
    """Describes the values of one flow, whose module has another name on either side."""

    def __init__(self, flow_module: str) -> None:
        self._flow_module = flow_module
        self._inside: set[int] = set()

    def __call__(self, value: Any) -> str:
        """The text of a value."""
        if type(value) in _PLAIN:
            return _shortened(repr(value))
        if id(value) in self._inside:
            return "<itself>"
        self._inside.add(id(value))
        try:
            return self._compound(value)
        finally:
            self._inside.discard(id(value))

    def _compound(self, value: Any) -> str:
        kind = type(value)
        if kind is list:
            return f"[{self._each(value)}]"
        if kind is tuple:
            return f"({self._each(value)},)" if value else "()"
        if kind is dict:
            return "{" + self._pairs(value.items()) + "}"
        if kind in (set, frozenset):
            return f"{kind.__name__}({', '.join(sorted(map(self, value)))})"
        if isinstance(value, type) or kind.__name__ in ("function", "builtin_function_or_method"):
            return f"<{self.name_of(value)}>"
        special = _SPECIAL.get(kind.__name__)
        return special(self, value) if special else self._by_its_pickle(value)

    def _by_its_pickle(self, value: Any) -> str:
        """Class, arguments and state, as the value gives them to `pickle`."""
        try:
            reduced = value.__reduce_ex__(4)
        except Exception as error:
            return f"<{self.name_of(type(value))} that cannot be pickled: {error}>"
        if isinstance(reduced, str):
            return f"<{reduced}>"
        made, arguments, state, items, pairs = (*reduced, None, None, None)[:5]
        parts = [f"made={self(made)}{self(arguments)}"]
        if state is not None:
            parts.append(f"state={self(state)}")
        if items is not None:
            parts.append(f"items=[{self._each(items)}]")
        if pairs is not None:
            parts.append("pairs={" + self._pairs(pairs) + "}")
        return f"{self.name_of(type(value))}<{'; '.join(parts)}>"

    def _each(self, values: Iterable[Any]) -> str:
        return ", ".join(map(self, values))

    def _pairs(self, pairs: Iterable[tuple[Any, Any]]) -> str:
        return ", ".join(f"{self(key)}: {self(value)}" for key, value in pairs)

    def name_of(self, thing: Any) -> str:
        """The name of a class or a function, without what depends on who runs the flow."""
        return f"{self.module(thing.__module__ or '')}.{thing.__qualname__}"

    def module(self, name: str) -> str:
        """The name of a module, the same on both sides."""
        if name in ("__main__", self._flow_module):
            return "<flow>"
        return "<metaflow>" if name.partition(".")[0] in _METAFLOW else name


def _caught(describe: Describer, wrapper: Any) -> str:
    """What `@catch` kept: not the traceback, which has the frames of whoever ran the step,

    and of an exception of the framework's own only the class, not the words."""
    module, _, name = wrapper.type.rpartition(".")
    module = describe.module(module)
    words = "" if module == "<metaflow>" else f": {describe(wrapper.exception)}"
    return f"caught {module}.{name}{words}"


def _config(describe: Describer, value: Any) -> str:
    return f"ConfigValue{describe(value.to_dict())}"


_SPECIAL: dict[str, Callable[[Describer, Any], str]] = {
    "MetaflowExceptionWrapper": _caught,
    "ConfigValue": _config,
}


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text[:40]}... {len(text)} characters, sha256 {digest}"
