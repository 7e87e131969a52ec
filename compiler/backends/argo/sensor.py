"""`@trigger` and `@trigger_on_finish` as a Sensor of Argo Events."""

from __future__ import annotations

import re
from collections.abc import Mapping

from compiler.backends.argo.identity import Identity
from compiler.backends.argo.models import (
    ConditionsReset,
    EventDependency,
    ExprField,
    K8sTrigger,
    Parameter,
    Sensor,
    SensorSpec,
    TriggerParameter,
    TriggerTemplate,
    Workflow,
)
from compiler.backends.argo.naming import Names, field_name
from compiler.backends.argo.parameters import default_text
from compiler.backends.argo.workflow import API_VERSION, metadata
from compiler.backends.events import Awaited, awaited_events, reset
from compiler.backends.starts_check import needs_value
from compiler.ir.flow import Flow
from compiler.ir.trigger import ResetAt
from compiler.quantities.cron_text import to_standard
from compiler.settings import Settings
from runtime_shim.contract import UNSET

Defaults = Mapping[str, str | None]
"""Of each parameter the text of its default; None where a run needs a value."""


def sensor(flow: Flow, settings: Settings, identity: Identity) -> Sensor:
    """The document that starts a run once every awaited event has come."""
    names = Names()
    awaited = [
        (names.claim(_dependency_name(event)), event) for event in awaited_events(flow, settings)
    ]
    defaults = {
        parameter.name: None if needs_value(parameter) else default_text(parameter)
        for parameter in flow.inputs
    }
    spec: SensorSpec = {
        "eventBusName": settings.argo.event_bus,
        "dependencies": [_dependency(name, event, defaults, settings) for name, event in awaited],
        "triggers": [{"template": _trigger(flow, identity, awaited, defaults)}],
    }
    if settings.argo.event_service_account is not None:
        spec["template"] = {"serviceAccountName": settings.argo.event_service_account}
    # Argo Events names services after sensors, and those take no dots.
    name = identity.name.replace(".", "-")
    return {
        "apiVersion": API_VERSION,
        "kind": "Sensor",
        "metadata": metadata(name, identity),
        "spec": spec,
    }


def _dependency_name(event: Awaited) -> str:
    """Argo Events evaluates these names as variables, so none may begin like a number."""
    name = field_name(event.name.lower())
    return f"event-{name}" if name[0].isdigit() else name


def _dependency(
    name: str, event: Awaited, defaults: Defaults, settings: Settings
) -> EventDependency:
    made: EventDependency = {
        "name": name,
        "eventSourceName": settings.argo.event_source or "",
        "eventName": settings.argo.event_name or "",
        "filters": {
            "data": [
                {
                    "path": "body.payload.name",
                    "type": "string",
                    # Argo Events takes the value for a regular expression.
                    "value": [f"^{re.escape(event.name)}$"],
                }
            ]
        },
    }
    fields = [field for parameter, field in event.fields.items() if defaults[parameter] is None]
    if fields:
        # An event without one of them would use up those it came with, and no run would start.
        # This is true of each that has them all: a field that is not there is a mistake.
        there: list[ExprField] = [
            {"name": f"field{number}", "path": _path(field)} for number, field in enumerate(fields)
        ]
        made["filters"] = {"exprs": [{"expr": "true == true", "fields": there}], **made["filters"]}
    return made


def _path(field: str) -> str:
    return f"body.payload.{field}"


def _trigger(
    flow: Flow, identity: Identity, awaited: list[tuple[str, Awaited]], defaults: Defaults
) -> TriggerTemplate:
    made: TriggerTemplate = {"name": "run", "k8s": _creation(identity, awaited, defaults)}
    reset_at = reset(flow)
    if reset_at is not None:
        made = {"name": "run", "conditionsReset": [_reset(reset_at)], "k8s": made["k8s"]}
    return made


def _creation(
    identity: Identity, awaited: list[tuple[str, Awaited]], defaults: Defaults
) -> K8sTrigger:
    arguments: list[Parameter] = []
    mapped: list[TriggerParameter] = []
    for dependency, event in awaited:
        for name, field in event.fields.items():
            mapped.append(_mapping(dependency, field, defaults[name], len(arguments)))
            default = defaults[name]
            arguments.append({"name": name, "value": UNSET if default is None else default})
    made: K8sTrigger = {
        "operation": "create",
        "source": {"resource": _run(identity, arguments)},
    }
    if mapped:
        made["parameters"] = mapped
    return made


def _mapping(dependency: str, field: str, default: str | None, index: int) -> TriggerParameter:
    made: TriggerParameter = {
        "src": {"dependencyName": dependency, "dataKey": _path(field)},
        "dest": f"spec.arguments.parameters.{index}.value",
    }
    if default is not None:
        made["src"]["value"] = default
    return made


def _run(identity: Identity, arguments: list[Parameter]) -> Workflow:
    """The Workflow that the event makes, before its arguments are put in."""
    run: Workflow = {
        "apiVersion": API_VERSION,
        "kind": "Workflow",
        "metadata": {"generateName": f"{identity.name}-"},
        "spec": {"workflowTemplateRef": {"name": identity.name}},
    }
    if identity.namespace is not None:
        run["metadata"]["namespace"] = identity.namespace
    if arguments:
        run["spec"] = {"arguments": {"parameters": arguments}, **run["spec"]}
    return run


def _reset(reset_at: ResetAt) -> ConditionsReset:
    made: ConditionsReset = {"byTime": {"cron": to_standard(reset_at.cron)}}
    if reset_at.timezone is not None:
        made["byTime"]["timezone"] = reset_at.timezone
    return made
