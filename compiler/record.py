"""Frozen dataclasses that cost next to nothing to declare."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, ClassVar

if sys.version_info >= (3, 11):
    from typing import dataclass_transform
else:
    from typing_extensions import dataclass_transform


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record:
    """A base that makes a frozen dataclass of each subclass.

    `replace`, `asdict` and pydantic take it for any other dataclass. But its methods are
    the same for all, where `dataclass` writes and compiles six for each class. That takes
    half a millisecond, so that declaring the IR and the diagnostics would take longer
    than checking a small flow.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False)(cls)

    def __init__(self, *positional: object, **values: object) -> None:
        shape = _shape(type(self))
        if positional:
            if len(positional) > len(shape.order):
                raise TypeError(f"{type(self).__name__} takes {shape.order}, not {positional}")
            values = {**dict(zip(shape.order, positional, strict=False)), **values}
        if not shape.required <= values.keys() <= shape.names:
            wrong = (shape.required - values.keys()) | (values.keys() - shape.names)
            wrongly = ", ".join(sorted(wrong))
            raise TypeError(f"{type(self).__name__} takes {shape.order}: {wrongly}")
        own = self.__dict__
        own.update(shape.defaults)
        for name, factory in shape.factories:
            own[name] = factory()
        own.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name} = {value!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.by_field() == other.by_field()

    def __hash__(self) -> int:
        return hash((type(self), *self.by_field().values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.by_field().items())
        return f"{type(self).__name__}({values})"

    def by_field(self) -> dict[str, Any]:
        """The value of each field, in the order of their declaration."""
        return {name: getattr(self, name) for name in _shape(type(self)).order}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class KeywordRecord(Record):
    """A record whose fields are given by keyword, so that they may stand in any order."""


class _Shape:
    """What the fields of a class ask of a new instance."""

    def __init__(self, kind: type[Record]) -> None:
        self.order = tuple(field.name for field in fields(kind))
        self.names = frozenset(self.order)
        self.defaults: dict[str, object] = {}
        self.factories: list[tuple[str, Callable[[], object]]] = []
        for one in fields(kind):
            if one.default_factory is not MISSING:
                self.factories.append((one.name, one.default_factory))
            elif one.default is not MISSING:
                self.defaults[one.name] = one.default
        given = {*self.defaults, *(name for name, _ in self.factories)}
        self.required = self.names - given


_SHAPES: dict[type, _Shape] = {}


def _shape(kind: type[Record]) -> _Shape:
    return _SHAPES.get(kind) or _SHAPES.setdefault(kind, _Shape(kind))
