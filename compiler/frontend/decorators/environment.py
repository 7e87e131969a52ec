"""`@environment` and `@secrets`: the environment variables of a step."""

from __future__ import annotations

from compiler.diagnostics.catalogue.decorators import MissingEntry, UnsetVariable
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import (
    FLAG,
    JSON_MAPPING,
    TEXT,
    Kind,
    as_dict,
    choice,
    each,
    list_of,
    record,
    text,
)
from compiler.frontend.decorators.place import Place
from compiler.ir.compute import Secrets, SecretSource
from runtime_shim.contract import SECRET_TYPES

_NAME = text("name of a variable", r"[^=\0]+", "it has neither `=` nor a zero character")


def _value(value: object, place: Place) -> str:
    """A variable's value; numbers and truth values as Python prints them, as Metaflow does."""
    if not isinstance(value, str | int | float):
        raise place.wrong_kind("texts", value, "write it as a text")
    return str(value)


def _variables(value: object, place: Place) -> dict[str, str]:
    variables = as_dict(value, place)
    for name in variables:
        if variables[name] is None:
            place.value(name).wrong(UnsetVariable, name=name)
    given = {name: v for name, v in variables.items() if v is not None}
    each((_NAME.convert, name or "=", place.key(name)) for name in given)
    values = each((_value, v, place.value(name)) for name, v in given.items())
    return dict(zip(given, values, strict=True))


ENVIRONMENT = Decorator(
    "environment",
    "step",
    (Argument("vars", Kind("mapping", _variables), optional=False, example='{"MODE": "fast"}'),),
)

_TYPE = choice(*SECRET_TYPES)
_SOURCE = record(type=_TYPE, id=TEXT, options=JSON_MAPPING, role=TEXT)


def _source(value: object, place: Place) -> SecretSource:
    """`"id"`, `"type.id"`, or a dict."""
    if isinstance(value, str) and value:
        first, dot, rest = value.partition(".")
        if not dot:
            return SecretSource(id=value)
        return SecretSource(type=_TYPE.convert(first, place), id=rest)
    if not isinstance(value, dict):
        raise place.wrong_kind("texts and dicts", value)
    fields = _SOURCE.convert(value, place)
    if "id" not in fields:
        raise place.wrong(MissingEntry, key="id")
    return SecretSource(**fields)


SECRETS = Decorator(
    "secrets",
    "step",
    (
        Argument("sources", list_of(Kind("secret", _source)), optional=False, example='["db"]'),
        Argument("role", TEXT),
        Argument("allow_override", FLAG, optional=False),
    ),
)


def read_secrets(given: Given) -> Secrets:
    """The node of one `@secrets`."""
    return Secrets(
        sources=given.get("sources", ()),
        span=given.span,
        **given.fields("role", "allow_override"),
    )
