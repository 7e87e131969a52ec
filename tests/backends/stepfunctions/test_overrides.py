from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from compiler.backends.backend import Program
from compiler.backends.deployer import DeployError
from compiler.backends.stepfunctions import BACKEND
from compiler.backends.stepfunctions.deploy.inputs import check_input
from compiler.backends.stepfunctions.identity import identify
from compiler.backends.stepfunctions.overrides import first_length
from compiler.diagnostics.report import Report
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.trigger import Event, EventTrigger, ExitHook
from compiler.settings import Settings
from tests.backends.flows import LINE, SPAN, at, make_flow, regions
from tests.backends.stepfunctions.documents import SETTINGS

ON_EKS = {name: {"compute": Kubernetes(span=SPAN)} for name in LINE}


def found(flow: Flow, settings: Settings = SETTINGS) -> list[Any]:
    report = Report()
    BACKEND.lower(Program(flow, regions(flow), "0" * 64), settings, report)
    return [(one.code, one.span, getattr(one, "what", "")) for one in report.diagnostics]


def first(given: str, flow: Flow, settings: Settings = SETTINGS) -> int:
    return first_length(flow, settings, identify(flow, settings, "0" * 64), given)


def test_all_that_a_request_says_counts() -> None:
    """Written down by hand, with the longest name that an execution can have."""
    command = ["python", "-m", "runtime_shim", "step", "start", "--path", "-", "--retry", "0"]
    variables = {
        "FLOWC_FLOW": "flow.py:TestFlow",
        "FLOWC_RUN": "sfn-" + "x" * 80,
        "FLOWC_DATASTORE": "s3://bucket/flows",
        "FLOWC_RESULTS": "@datastore",
        "FLOWC_PACKAGE": "0" * 64,
        "FLOWC_PARAMETERS": base64.b64encode(b'{"alpha":"0.3"}').decode(),
    }
    environment = [{"name": name, "value": value} for name, value in variables.items()]
    container = {"name": "default", "command": command, "environment": environment}
    said = json.dumps({"containerOverrides": [container]}, separators=(",", ":"))
    assert first('{"alpha":"0.3"}', make_flow(LINE)) == len(said)
    pip = replace(SETTINGS, runtime="pip")
    assert first("{}", make_flow(LINE), pip) > first("{}", make_flow(LINE)) + 500


def test_a_request_that_is_too_long_is_told_once() -> None:
    far = replace(SETTINGS, datastore="s3://bucket/" + "x" * 8_000)
    assert found(make_flow(LINE)) == found(make_flow(LINE), replace(far, datastore="s3://b")) == []
    assert found(make_flow(LINE), far) == [("FC740", at(1), "start")]
    assert found(make_flow(LINE, ON_EKS), far) == []


def test_hooks_are_jobs_too() -> None:
    hook = ExitHook(on_error=("f" * 8_000,), span=at(7))
    assert found(make_flow(LINE, exit_hooks=(hook,))) == [("FC740", at(7), "f" * 8_000)]


def test_what_an_event_gives_counts() -> None:
    def flow(names: int, **fields: Any) -> Flow:
        all_names = [f"a_parameter_with_a_rather_long_name_{number}" for number in range(names)]
        event = Event(name="e", parameters=dict.fromkeys(all_names, "value"), span=SPAN)
        return make_flow(
            LINE,
            triggers=(EventTrigger(events=(event,), span=SPAN),),
            parameters=tuple(Parameter(name=one, attribute=one, span=SPAN) for one in all_names),
            **fields,
        )

    assert found(flow(100)) == []
    assert found(flow(150)) == [("FC740", at(1), "start")]


def given(size: int) -> str:
    return json.dumps({"text": "x" * (size - len('{"text": ""}'))})


def test_a_run_gets_as_much_as_the_request_has_room_for() -> None:
    flow, identity = make_flow(LINE), identify(make_flow(LINE), SETTINGS, "0" * 64)
    size = next(one for one in range(5_000, 6_144) if first(given(one + 1), flow) > 8_192)
    check_input(given(size), flow, SETTINGS, identity)
    with pytest.raises(DeployError) as caught:
        check_input(given(size + 1), flow, SETTINGS, identity)
    assert f"take {size + 1:,} bytes" in str(caught.value)
    assert f"has room for {size:,}:" in str(caught.value)


def test_a_run_that_begins_on_eks_gets_what_the_language_can_encode() -> None:
    flow, identity = make_flow(LINE, ON_EKS), identify(make_flow(LINE), SETTINGS, "0" * 64)
    check_input(given(10_000), flow, SETTINGS, identity)
    with pytest.raises(DeployError, match="take 10,001 characters as JSON"):
        check_input(given(10_001), flow, SETTINGS, identity)
