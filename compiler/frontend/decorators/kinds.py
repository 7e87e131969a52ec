"""What kinds of values arguments take, each with its canonical form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from compiler.diagnostics.catalogue.decorators import (
    InvalidText,
    NotOneOf,
    OutOfRange,
    UnknownEntry,
)
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.frontend.decorators.place import Invalid, Place, shorten
from compiler.image_names import IMAGE_RULE, is_image
from compiler.quantities.count import parse_count
from compiler.quantities.cpu import parse_cpu
from compiler.quantities.duration import TimeUnit, parse_duration
from compiler.quantities.errors import QuantityError
from compiler.quantities.locate import quantity_diagnostic
from compiler.quantities.size import BareUnit, parse_memory


@dataclass(frozen=True)
class Kind:
    """A kind of value: what to call it, and how to get its canonical form.

    `convert` reports what is wrong and raises Invalid. Where it returns None the argument
    counts as not given, as in Metaflow for an empty text.
    """

    name: str
    convert: Callable[[object, Place], Any]


def quantity(parse: Callable[[Any], Any], value: object, place: Place) -> Any:
    """What a parser of quantities makes of a value; its error goes to the very characters."""
    try:
        return parse(value)
    except QuantityError as error:
        place.report.add(quantity_diagnostic(error, place.node, place.source))
        raise Invalid from None


def text(what: str = "", pattern: str = "", rule: str = "") -> Kind:
    """A text; where a pattern is given, one that matches it as a whole."""

    def convert(value: object, place: Place) -> str | None:
        if not isinstance(value, str):
            hint = "put it in quotes" if isinstance(value, int | float) else ""
            raise place.wrong_kind("a text", value, hint)
        if pattern and value and not re.fullmatch(pattern, value):
            raise place.wrong(InvalidText, value=shorten(value), what=what, rule=rule)
        return value or None

    return Kind("text", convert)


def _image(value: object, place: Place) -> str:
    """The name of an image. An empty text, which for others counts as not given, is none: that
    is what a variable of a shell is that nobody set."""
    if not isinstance(value, str):
        raise place.wrong_kind("a text", value)
    if not is_image(value):
        rule = f"write {IMAGE_RULE}"
        raise place.wrong(
            InvalidText, value=shorten(value) or '""', what="name of an image", rule=rule
        )
    return value


def _flag(value: object, place: Place) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise place.wrong_kind("`True` or `False`", value)
    return value


def count(low: int = 0, high: int | None = None) -> Kind:
    """A whole number between two others."""

    def convert(value: object, place: Place) -> int:
        number: int = quantity(lambda given: parse_count(given, low), value, place)
        if high is not None and number > high:
            raise place.wrong(OutOfRange, low=str(low), high=str(high))
        return number

    return Kind("count", convert)


def size(bare: BareUnit, zero: int | None = None) -> Kind:
    """Bytes; a bare number counts `bare`. Zero, which is no size, becomes `zero`."""

    def convert(value: object, place: Place) -> int | None:
        if value in (0, "0") and not isinstance(value, bool):
            return zero
        number: int = quantity(lambda given: parse_memory(given, bare), value, place)
        return number

    return Kind("size", convert)


def required_size(bare: BareUnit) -> Kind:
    """Bytes, more than none."""
    return Kind(
        "size", lambda given, place: quantity(lambda v: parse_memory(v, bare), given, place)
    )


def duration(unit: TimeUnit) -> Kind:
    """Seconds; a bare number counts `unit`."""
    return Kind(
        "duration", lambda value, place: quantity(lambda v: parse_duration(v, unit), value, place)
    )


def choice(*choices: str, fold: bool = False) -> Kind:
    """One of a few texts, in any case where `fold` is set."""

    by_case = {known.lower(): known for known in choices}

    def convert(value: object, place: Place) -> str | None:
        if not isinstance(value, str):
            raise place.wrong_kind("a text", value)
        if not value or value in choices:
            return value or None
        near = by_case.get(value.lower(), value)
        if fold and near in choices:
            return near
        suggestion = did_you_mean(near, choices)
        listed = ", ".join(f"`{known}`" for known in choices)
        raise place.wrong(NotOneOf, value=shorten(value), choices=listed, suggestion=suggestion)

    return Kind("choice", convert)


def each(items: Iterable[tuple[Callable[[object, Place], Any], object, Place]]) -> list[Any]:
    """Converts all of the values, so that every wrong one is reported, or raises Invalid."""
    results, failed = [], False
    for convert, value, place in items:
        try:
            results.append(convert(value, place))
        except Invalid:  # noqa: PERF203 - to go on after a wrong one is the point
            failed = True
    if failed:
        raise Invalid
    return results


def list_of(item: Kind, *, single: bool = False) -> Kind:
    """A tuple of values; with `single` a lone one, which is no list, will do as well."""

    def convert(value: object, place: Place) -> tuple[Any, ...]:
        if single and isinstance(value, str):
            return tuple(each([(item.convert, value, place)])) if value else ()
        if not isinstance(value, list | tuple):
            raise place.wrong_kind("a list", value, "put it in `[` and `]`")
        return tuple(each((item.convert, v, place.item(i)) for i, v in enumerate(value)))

    return Kind("list", convert)


def mapping(value_kind: Kind, key_kind: Kind | None = None) -> Kind:
    """A dict with texts as keys."""
    of_key = key_kind or text()

    def convert(value: object, place: Place) -> dict[str, Any]:
        entries = as_dict(value, place)
        each((of_key.convert, key, place.key(key)) for key in entries)
        values = each((value_kind.convert, v, place.value(k)) for k, v in entries.items())
        return dict(zip(entries, values, strict=True))

    return Kind("mapping", convert)


def as_dict(value: object, place: Place) -> dict[str, object]:
    """The value, if it is a dict with texts as keys."""
    if not isinstance(value, dict):
        raise place.wrong_kind("a dict", value, 'write `{"name": ...}`')
    for key in value:
        if not isinstance(key, str):
            raise place.key(key).wrong_kind("texts as keys", key, "put it in quotes")
    return value


def entries_of(value: object, place: Place, known: tuple[str, ...]) -> dict[str, object]:
    """The value, if it is a dict with no other keys than the known ones."""
    entries = as_dict(value, place)
    unknown = [key for key in entries if key not in known]
    for key in unknown:
        place.key(key).wrong(
            UnknownEntry,
            key=shorten(key),
            known=", ".join(f"`{name}`" for name in known),
            suggestion=did_you_mean(key, known),
        )
    if unknown:
        raise Invalid
    return entries


def record(**fields: Kind) -> Kind:
    """A dict with certain keys, each with a kind of its own. What is None is left out."""

    def convert(value: object, place: Place) -> dict[str, Any]:
        entries = entries_of(value, place, tuple(fields))
        given = {key: v for key, v in entries.items() if v is not None}
        values = each((fields[k].convert, v, place.value(k)) for k, v in given.items())
        return {k: v for k, v in zip(given, values, strict=True) if v is not None}

    return Kind("mapping", convert)


def _json(value: object, place: Place) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return each((_json, v, place.item(i)) for i, v in enumerate(value))
    if isinstance(value, dict):
        entries = as_dict(value, place)
        values = each((_json, v, place.value(k)) for k, v in entries.items())
        return dict(zip(entries, values, strict=True))
    raise place.wrong_kind("what JSON can hold", value)


def _json_mapping(value: object, place: Place) -> Any:
    return _json(as_dict(value, place), place)


TEXT = text()
IMAGE = Kind("text", _image)
FLAG = Kind("flag", _flag)
CPU = Kind("cpu", lambda value, place: quantity(parse_cpu, value, place))
JSON_MAPPING = Kind("mapping", _json_mapping)
PATH = text("path", "/.*", "write an absolute path, which begins with `/`")
NAME = text("name of an artifact", r"[^\W\d]\w*", "write it as a name in Python, such as `error`")
