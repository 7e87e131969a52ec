from __future__ import annotations

import json
import re
from typing import Any

from compiler.backends.stepfunctions.identity import identify
from compiler.backends.stepfunctions.rules import rules
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.trigger import Event, EventTrigger, FinishTrigger, Project, UpstreamFlow
from tests.backends.flows import LINE, SPAN, make_flow
from tests.backends.stepfunctions.documents import SETTINGS

PARAMETERS = tuple(Parameter(name=name, attribute="x", span=SPAN) for name in ("alpha", "the-day"))


def only_rule(flow: Flow) -> dict[str, Any]:
    (found,) = rules(flow, SETTINGS, identify(flow, SETTINGS))
    return found


def on_event(event: Event, parameters: tuple[Parameter, ...] = PARAMETERS) -> dict[str, Any]:
    trigger = EventTrigger(events=(event,), span=SPAN)
    return only_rule(make_flow(LINE, parameters=parameters, triggers=(trigger,)))


def test_an_event_is_known_by_its_detail_type() -> None:
    rule = on_event(Event(name="data.ready", span=SPAN))
    assert rule["Rule"]["EventPattern"] == {"detail-type": ["data.ready"]}
    assert re.fullmatch(r"[.\-_A-Za-z0-9]{1,64}", rule["Rule"]["Name"])
    (target,) = rule["Targets"]
    assert (target["Arn"], target["RoleArn"]) == ("${StateMachine}", "${EventsRole}")


def test_an_event_that_maps_nothing_sets_the_parameters_of_the_same_names() -> None:
    (target,) = on_event(Event(name="ready", span=SPAN))["Targets"]
    assert target["InputPath"] == "$.detail"


def test_an_event_sets_what_it_maps() -> None:
    event = Event(name="ready", parameters={"ALPHA": "value", "the-day": "day"}, span=SPAN)
    (target,) = on_event(event)["Targets"]
    transformer = target["InputTransformer"]
    assert transformer["InputPathsMap"] == {
        "field0": "$.detail.value",
        "field1": "$.detail.day",
    }
    filled = re.sub(r"<(field\d)>", r'"\1"', transformer["InputTemplate"])
    assert json.loads(filled) == {"alpha": "field0", "the-day": "field1"}


def test_a_flow_without_parameters_takes_nothing_from_its_event() -> None:
    (target,) = on_event(Event(name="ready", span=SPAN), parameters=())["Targets"]
    assert target.keys() & {"Input", "InputPath", "InputTransformer"} == {"InputPath"}


def test_the_end_of_a_flow_is_what_step_functions_says_of_its_machine() -> None:
    upstream = UpstreamFlow(flow="IngestFlow", span=SPAN)
    flow = make_flow(
        LINE,
        project=Project(name="ads", branch="test.x", span=SPAN),
        triggers=(FinishTrigger(flows=(upstream,), span=SPAN),),
    )
    rule = only_rule(flow)
    detail = rule["Rule"]["EventPattern"]["detail"]
    assert detail["status"] == ["SUCCEEDED"]
    other = identify(make_flow(LINE, name="IngestFlow", project=flow.project), SETTINGS)
    (pattern,) = detail["stateMachineArn"]
    assert pattern == {"suffix": f":stateMachine:{other.name}"}
    # What Step Functions says, it says on this bus.
    assert rule["Rule"]["EventBusName"] == "default"
