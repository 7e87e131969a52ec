"""What the controller of Argo Events checks of a Sensor beyond its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.schemas.walk import Document

_COMMON = ("name", "conditions", "conditionsReset")
_OPERATIONS = (
    "submit", "submit-from", "resubmit", "resume", "retry", "suspend", "stop", "terminate",
)  # fmt: skip


def check_sensor(spec: Document, where: str) -> Iterator[str]:
    names = [dependency["name"] for dependency in spec["dependencies"]]
    if len(set(names)) != len(names):
        yield f"{where}.dependencies: two have one name"
    triggers = [trigger["template"]["name"] for trigger in spec["triggers"]]
    if len(set(triggers)) != len(triggers):
        yield f"{where}.triggers: two have one name"
    for trigger in spec["triggers"]:
        place = f"{where}.triggers.{trigger['template']['name']}"
        yield from _check_trigger(trigger["template"], frozenset(names), place)


def submitted(spec: Document) -> Iterator[tuple[str, Document, frozenset[str]]]:
    """The workflows that a sensor submits: the trigger's name, the workflow itself, and
    the places in it that the trigger fills in from events."""
    for trigger in spec["triggers"]:
        workflow = trigger["template"].get("argoWorkflow", {})
        if "resource" in workflow.get("source", {}):
            filled = frozenset(parameter["dest"] for parameter in workflow.get("parameters", ()))
            yield trigger["template"]["name"], workflow["source"]["resource"], filled


def _check_trigger(template: Document, names: frozenset[str], place: str) -> Iterator[str]:
    kinds = [key for key in template if key not in _COMMON]
    if len(kinds) != 1:
        yield f"{place}: exactly one kind of trigger is needed, not {kinds}"
    conditions = re.sub(r"&&|\|\||[()!]", " ", template.get("conditions", ""))
    for word in conditions.split():
        if word not in names:
            yield f"{place}.conditions: there is no dependency `{word}`"
    workflow = template.get("argoWorkflow", {})
    if workflow and workflow.get("operation", "submit") not in _OPERATIONS:
        yield f"{place}: no operation `{workflow['operation']}`"
    for parameter in workflow.get("parameters", ()):
        name = parameter["src"]["dependencyName"]
        if name not in names:
            yield f"{place}.parameters: there is no dependency `{name}`"
        if not set(parameter["src"]) & {"dataKey", "contextKey", "dataTemplate", "value"}:
            yield f"{place}.parameters: what to take of `{name}`"
