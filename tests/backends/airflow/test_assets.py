from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from jinja2 import Environment, StrictUndefined

from compiler.backends.airflow.assets import asset_name, outlets, payloads, set_by_events
from compiler.backends.airflow.parameters import parameters
from compiler.backends.airflow.part import Part
from compiler.backends.airflow.python import printed
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.trigger import Event, EventTrigger, FinishTrigger, Project, UpstreamFlow
from compiler.settings import Settings
from runtime_shim.flow.parameter_text import read_parameters
from tests.backends.flows import SPAN, make_flow

GRAPH = {"start": ("linear", "end"), "end": ("end",)}
NAMES = ("alpha", "beta")
INPUTS = tuple(Parameter(name=name, attribute=name, type="str", span=SPAN) for name in NAMES)


def flow_after(*events: Event, **fields: Any) -> Flow:
    trigger = EventTrigger(events=events, span=SPAN)
    return make_flow(GRAPH, parameters=INPUTS, triggers=(trigger,), **fields)


def event(name: str, **fields: str) -> Event:
    return Event(name=name, parameters=fields, span=SPAN)


MAPPED = flow_after(event("new data", alpha="path"), event("s3:done", beta="n"), event("other"))


@pytest.mark.parametrize("name", ["a b", "s3://x", "größe", "self", "context", "%41", " ", "a?b#c"])
def test_no_name_is_one_that_airflow_changes_or_refuses(name: str) -> None:
    made = asset_name(name)
    assert made.isascii()
    assert ":" not in made
    assert made not in ("self", "context")
    assert made.strip() == made
    assert unquote(made) == name


def test_the_end_of_a_flow_is_an_event_that_others_await() -> None:
    upstream = make_flow(GRAPH, name="TrainFlow", project=Project(name="shop", span=SPAN))
    settings = Settings(branch="x")
    ((name, made),) = outlets(upstream, settings)
    assert (name, printed(made)) == ("outlets", '[Asset("metaflow.shop.test.x.TrainFlow.end")]')
    waited = UpstreamFlow(flow="TrainFlow", project="shop", branch="test.x", span=SPAN)
    waiting = make_flow(GRAPH, triggers=(FinishTrigger(flows=(waited,), span=SPAN),))
    assert payloads(waiting, settings) == Part()


def test_an_event_alone_sets_the_parameters_of_its_fields_names() -> None:
    assert set_by_events(flow_after(event("data")), Settings()) == {
        "data": {"alpha": "alpha", "beta": "beta"}
    }
    assert set_by_events(MAPPED, Settings()) == {
        "new%20data": {"alpha": "path"},
        "s3%3Adone": {"beta": "n"},
    }


@dataclass(frozen=True)
class Come:
    """An event, as far as both versions of Airflow have it alike."""

    timestamp: int
    extra: Mapping[str, Any] | None


@dataclass(frozen=True)
class Named:
    """An asset."""

    name: str


def given(flow: Flow, context: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, str]:
    """What the start step reads in such a run."""
    part = parameters(flow, Settings())
    scope: dict[str, Any] = {"EVENT_FIELDS": dict(part.constants)["EVENT_FIELDS"]}
    exec("\n".join(part.functions), scope)  # noqa: S102 - what the file defines
    macros = {"with_events": scope["with_events"]}
    assert printed(dict(part.dag)["user_defined_macros"]) == '{"with_events": with_events}'
    template = Environment(undefined=StrictUndefined).from_string(
        str(dict(part.constants)["PARAMETERS"])
    )
    dag = SimpleNamespace(params=NAMES)
    return read_parameters(template.render(params=params, dag=dag, **macros, **context))


def airflow_2(events: Mapping[str, Sequence[Come]]) -> dict[str, Any]:
    return {"triggering_dataset_events": events}


def airflow_3(events: Mapping[str, Sequence[Come]]) -> dict[str, Any]:
    return {"triggering_asset_events": {Named(name): come for name, come in events.items()}}


@pytest.mark.parametrize("context", [airflow_2, airflow_3])
def test_of_several_events_the_newest_sets_parameters(
    context: Callable[[Mapping[str, Sequence[Come]]], dict[str, Any]],
) -> None:
    old, new = Come(1, {"path": "old", "n": 1}), Come(3, {"path": "{{ ds }} $(x)", "alpha": "no"})
    events = {"new%20data": [old, new, Come(2, {"path": "older"})], "s3%3Adone": [Come(1, None)]}
    params = {"alpha": "a", "beta": "b"}
    wanted = {"alpha": "{{ ds }} $(x)", "beta": "b"}
    assert given(MAPPED, context(events), params) == wanted
    events = {"s3%3Adone": [Come(1, {"n": 7, "path": "no"})], "other": [Come(1, {"n": 8})]}
    assert given(MAPPED, context(events), params) == {"alpha": "a", "beta": "7"}


def test_without_events_the_parameters_are_those_of_whoever_started_the_run() -> None:
    assert given(MAPPED, airflow_3({}), {"alpha": "a", "beta": None}) == {"alpha": "a"}
    assert given(MAPPED, airflow_2({}), {"alpha": "a", "beta": None}) == {"alpha": "a"}
