"""`@trigger`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from compiler.diagnostics.catalogue.decorators import (
    ConflictingArguments,
    KnownWhenDeployed,
    MissingEntry,
    NothingGiven,
    RepeatedEntry,
)
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import Kind, as_dict, each, entries_of, record
from compiler.frontend.decorators.place import Invalid, Place
from compiler.frontend.decorators.schedule import CRON, TIMEZONE
from compiler.frontend.names import Class, Function, Symbol
from compiler.ir.trigger import Event, EventTrigger, ResetAt


def refuse_callable(value: object, place: Place) -> None:
    """Raises for a function, which Metaflow would call while it deploys."""
    if isinstance(value, Function | Class | Symbol):
        raise place.wrong(KnownWhenDeployed)


def _event(value: object, place: Place) -> Event:
    refuse_callable(value, place)
    if isinstance(value, str) and value:
        return Event(name=value, span=place.span)
    if not isinstance(value, dict):
        raise place.wrong_kind("a text or a dict", value)
    entries = entries_of(value, place, ("name", "parameters"))
    if "name" not in entries:
        raise place.wrong(MissingEntry, key="name")
    name, parameters = each(
        [
            (_text, entries["name"], place.value("name")),
            (_parameters, entries.get("parameters") or {}, place.value("parameters")),
        ]
    )
    return Event(name=name, parameters=parameters, span=place.span)


def _text(value: object, place: Place) -> str:
    refuse_callable(value, place)
    if not isinstance(value, str) or not value:
        raise place.wrong_kind("texts", value)
    return value


def _parameters(value: object, place: Place) -> dict[str, str]:
    """A dict, or a list of names and of pairs, from parameters to fields of the payload."""
    refuse_callable(value, place)
    if isinstance(value, dict):
        entries = as_dict(value, place)
        fields = each((_text, v, place.value(k)) for k, v in entries.items())
        return _unique(list(zip(entries, fields, strict=True)), place)
    if not isinstance(value, list | tuple):
        raise place.wrong_kind("a dict or a list", value)
    return _unique(each((_pair, v, place.item(i)) for i, v in enumerate(value)), place)


def _pair(value: object, place: Place) -> tuple[str, str]:
    if isinstance(value, str):
        return value, value
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise place.wrong_kind('names, or pairs such as `("parameter", "field")`', value)
    parameter, field = each((_text, v, place.item(i)) for i, v in enumerate(value))
    return parameter, field


def _unique(pairs: list[tuple[str, str]], place: Place) -> dict[str, str]:
    """The pairs as a dict. Names of parameters are the same in every case, as in Metaflow."""
    seen: set[str] = set()
    for parameter, _ in pairs:
        if parameter.lower() in seen:
            raise place.wrong(RepeatedEntry, value=parameter)
        seen.add(parameter.lower())
    return dict(pairs)


def _events(value: object, place: Place) -> tuple[Event, ...]:
    refuse_callable(value, place)
    if not isinstance(value, list | tuple):
        raise place.wrong_kind("a list", value, "for a single event write `event=`")
    events = each((_event, v, place.item(i)) for i, v in enumerate(value))
    report_repeated([event.name for event in events], place)
    parameters = [parameter.lower() for event in events for parameter in event.parameters]
    report_repeated(parameters, place)
    return tuple(events)


def report_repeated(names: Sequence[str], place: Place) -> None:
    """Reports each item of a list whose name stood there before; raises if there is one."""
    repeated = [i for i, name in enumerate(names) if name in names[:i]]
    for index in repeated:
        place.item(index).wrong(RepeatedEntry, value=names[index])
    if repeated:
        raise Invalid


_RESET = record(cron=CRON, timezone=TIMEZONE)


def _options(value: object, place: Place) -> ResetAt | None:
    """The one option there is: `{"reset_at": {"cron": ..., "timezone": ...}}`."""
    entries = entries_of(value, place, ("reset_at",))
    if entries.get("reset_at") is None:
        return None
    inner = place.value("reset_at")
    fields: dict[str, Any] = _RESET.convert(entries["reset_at"], inner)
    if "cron" not in fields:
        raise inner.wrong(MissingEntry, key="cron")
    return ResetAt(**fields)


OPTIONS = Argument("options", Kind("mapping", _options), optional=False)

TRIGGER = Decorator(
    "trigger",
    "flow",
    (
        Argument("event", Kind("event", _event), example='"data_ready"'),
        Argument("events", Kind("list", _events), optional=False),
        OPTIONS,
    ),
)


def read_trigger(given: Given) -> EventTrigger | None:
    """The node of one `@trigger`; None, with a diagnostic, where it names no event."""
    events = one_or_many(given, "event", "events")
    if not events:
        return None
    return EventTrigger(events=events, reset_at=given.get("options"), span=given.span)


def one_or_many(given: Given, one: str, many: str) -> tuple[Any, ...]:
    """What the singular or the plural of an argument gives, and a report if both or none do."""
    single, several = given.get(one), given.get(many, ())
    if single is not None and several:
        given.report.add(
            ConflictingArguments(
                span=given.spans[many],
                related=given.related(one, "given here"),
                decorator=given.decorator.name,
                argument=many,
                other=one,
            )
        )
    if single is None and not several and not given.flawed:
        given.report.add(
            NothingGiven(
                span=given.span,
                decorator=given.decorator.name,
                what=one,
                first=f"{one}=...",
                second=f"{many}=[...]",
            )
        )
    return several if single is None else (single,)
