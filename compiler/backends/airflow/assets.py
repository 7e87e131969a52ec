"""Events as assets, which Airflow 2 calls datasets and knows by their names alone.

Whoever posts an event to Airflow's REST API sets parameters by its `extra`. The end of a flow is
an event that its end step posts by itself, so that flows wait for each other without a sensor.
"""

from __future__ import annotations

from urllib.parse import quote

from compiler.backends.airflow.part import Kwargs, Part
from compiler.backends.airflow.python import Call, Code
from compiler.backends.events import awaited_events
from compiler.ir.flow import Flow
from compiler.package.project import project_of
from compiler.settings import Settings
from runtime_shim.contract import end_event

_RESERVED = ("context", "self")
"""What Airflow 3 takes as the name of no asset (`_validate_asset_name`)."""

WITH_EVENTS = "with_events(params, triggering_asset_events | default(triggering_dataset_events))"
"""The parameters of a run in Jinja, where events may set some. Without events it is those that
somebody gave."""
_WITH_EVENTS = '''\
def with_events(params, events):
    """The parameters of a run, with what the newest event of each name says on top."""
    given = dict(params)
    for asset, come in events.items():
        # Airflow 2 has the name of the asset in its place.
        fields = EVENT_FIELDS.get(getattr(asset, "name", asset), {})
        extra = max(come, key=lambda event: event.timestamp).extra or {}
        given.update({name: extra[key] for name, key in fields.items() if key in extra})
    return given'''


def asset_name(event: str) -> str:
    """The name of the asset that an event is: the same, but for characters that Airflow would
    refuse, or take for the scheme of a URL. Those are percent-encoded, as in a URL.

    >>> asset_name("metaflow.TrainFlow.end"), asset_name("s3:new data")
    ('metaflow.TrainFlow.end', 's3%3Anew%20data')
    """
    if event in _RESERVED:
        return f"%{ord(event[0]):02X}{event[1:]}"
    return quote(event)


def asset(event: str) -> Call:
    """The asset that an event is."""
    return Call("Asset", (asset_name(event),))


def awaited_assets(flow: Flow, settings: Settings) -> list[str]:
    """The events that must all come before a run starts, each once."""
    return list(dict.fromkeys(event.name for event in awaited_events(flow, settings)))


def set_by_events(flow: Flow, settings: Settings) -> dict[str, dict[str, str]]:
    """By the name of an asset which parameters its events set, and from which field of theirs."""
    found: dict[str, dict[str, str]] = {}
    for event in awaited_events(flow, settings):
        if event.fields:
            found.setdefault(asset_name(event.name), {}).update(event.fields)
    return found


def payloads(flow: Flow, settings: Settings) -> Part:
    """What `WITH_EVENTS` needs, where an event sets a parameter."""
    fields = set_by_events(flow, settings)
    if not fields:
        return Part()
    return Part(
        dag=(("user_defined_macros", {"with_events": Code("with_events")}),),
        constants=(("EVENT_FIELDS", fields),),
        functions=(_WITH_EVENTS,),
    )


def outlets(flow: Flow, settings: Settings) -> Kwargs:
    """The argument of the end step's operator that tells other DAGs. It needs `ASSET`."""
    project = project_of(flow, settings)
    return (("outlets", [asset(end_event(*(project.parts if project else ()), flow.name))]),)
