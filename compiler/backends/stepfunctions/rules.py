"""`@trigger` and `@trigger_on_finish` as rules of EventBridge.

An event of `@trigger` is one whose `detail-type` is the event's name; its `detail` is the payload.
The end of another flow is what Step Functions itself says of every execution.
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.events import Awaited, awaited_events, upstream_project
from compiler.backends.short_names import plain_name
from compiler.backends.stepfunctions.documents import compact
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.naming import MAX_RULE_NAME, machine_name
from compiler.ir.flow import Flow
from compiler.ir.trigger import FinishTrigger, UpstreamFlow
from compiler.settings import Settings

DEFAULT_BUS = "default"
"""AWS' own services say what they have to say on this one alone."""


def rules(flow: Flow, settings: Settings, identity: Identity) -> Iterator[Payload]:
    """One for each event; the checks have seen to it that a flow waits for one alone."""
    for trigger in flow.triggers:
        if isinstance(trigger, FinishTrigger):
            for upstream in trigger.flows:
                pattern = _finished(upstream, flow, settings)
                yield _rule(identity, upstream.flow, DEFAULT_BUS, pattern, {"Input": "{}"})
        else:
            for event in awaited_events(flow, settings):
                bus = settings.stepfunctions.event_bus
                pattern = {"detail-type": [event.name]}
                yield _rule(identity, event.name, bus, pattern, _input(event, flow))


def _rule(identity: Identity, what: str, bus: str, pattern: Payload, given: Payload) -> Payload:
    return {
        "Rule": {
            "Name": plain_name(f"{identity.name}-on-{what}", MAX_RULE_NAME),
            "EventBusName": bus,
            "EventPattern": pattern,
            "State": "ENABLED",
        },
        "Targets": [
            {"Id": "run", "Arn": "${StateMachine}", "RoleArn": "${EventsRole}", **given},
        ],
    }


def _finished(upstream: UpstreamFlow, flow: Flow, settings: Settings) -> Payload:
    project, branch = upstream_project(upstream, flow, settings)
    parts = [part for part in (project, branch, upstream.flow) if part]
    return {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {
            "status": ["SUCCEEDED"],
            # Whatever the region and the account. Children of maps have a longer name.
            "stateMachineArn": [{"suffix": f":stateMachine:{machine_name(parts)}"}],
        },
    }


def _input(event: Awaited, flow: Flow) -> Payload:
    """What of the event the run is started with."""
    if event.fields == {parameter.name: parameter.name for parameter in flow.parameters}:
        # Any of them may be missing. The runtime takes what it knows.
        return {"InputPath": "$.detail"}
    if not event.fields:
        return {"Input": "{}"}
    fields = list(event.fields.items())
    paths = {f"field{at}": f"$.detail.{field}" for at, (_, field) in enumerate(fields)}
    # The values are put in as JSON: only between quotes would they become text.
    template = ",".join(f"{compact(name)}:<field{at}>" for at, (name, _) in enumerate(fields))
    return {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": f"{{{template}}}"}}
