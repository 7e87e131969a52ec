"""Says in words what a settings value should have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_WORDS = {
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list",
    "dict_type": "a table",
    "dataclass_type": "a table",
    "string_too_short": "text that is not empty",
}


def expectations(error: ValidationError, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The dotted key of each wrong value of the table, and what is wrong with it."""
    wanted: dict[str, list[str]] = {}
    for detail in error.errors(include_url=False):
        key = _dotted(detail["loc"], table)
        wanted.setdefault(key, []).append(_expectation(detail))
    for key, words in wanted.items():
        distinct = list(dict.fromkeys(words))
        if "a number" in distinct:
            distinct = [word for word in distinct if word != "a whole number"]
        if distinct[0].startswith("is "):
            yield key, distinct[0]
        else:
            yield key, f"must be {' or '.join(distinct)}"


def _expectation(detail: ErrorDetails) -> str:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind]
    if kind == "expected":  # the settings' own checks say it themselves
        return detail["msg"]
    if kind == "unexpected_keyword_argument":
        return "is not known here"
    if kind == "literal_error":
        expected = str(context["expected"]).replace("'", "`")
        return f"named {expected}" if detail["loc"][-1] == "[key]" else expected
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    message = detail["msg"]
    return f"is wrong: {message[:1].lower()}{message[1:]}"


def _dotted(location: tuple[int | str, ...], table: Mapping[str, object]) -> str:
    """The part of a location that is a way into the table; the members of a union are not."""
    parts: list[str] = []
    value: Any = table
    for part in location:
        entries = dict(enumerate(value)) if isinstance(value, list) else value
        if not isinstance(entries, dict) or part not in entries:
            break
        value = entries[part]
        parts.append(str(part))
    return ".".join(parts)
