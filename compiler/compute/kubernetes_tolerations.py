"""Which tolerations Kubernetes takes, by the rules of its API for core/v1 Toleration."""

from __future__ import annotations

from compiler.compute.kubernetes_names import is_label_value, is_qualified_name
from compiler.ir.compute import Toleration

OPERATORS = ("Exists", "Equal", "Lt", "Gt")
EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def toleration_problem(toleration: Toleration) -> str | None:
    """What is wrong with one, to stand after `a toleration`."""
    key, value, operator = toleration.key, toleration.value, toleration.operator
    if key is not None and not is_qualified_name(key):
        return "has a key that is not valid as that of a label"
    if value is not None and not is_label_value(value):
        return "has a value that is not valid as that of a label"
    if operator is not None and operator not in OPERATORS:
        return f"has one of these operators: {', '.join(OPERATORS)}"
    if toleration.effect is not None and toleration.effect not in EFFECTS:
        return f"has one of these effects: {', '.join(EFFECTS)}"
    conflict = toleration_conflict(toleration)
    return conflict and conflict[0]


def toleration_conflict(toleration: Toleration) -> tuple[str, str] | None:
    """The same of fields that are right by themselves, and what to write instead."""
    if toleration.operator == "Exists" and toleration.value:
        return "with `Exists` has no value", "remove `value`, or write `Equal`"
    if toleration.key is None and toleration.operator != "Exists":
        return "without a key needs `Exists`", 'add `"key"`, or `"operator": "Exists"`'
    if toleration.toleration_seconds is not None and toleration.effect != "NoExecute":
        needed = "with `toleration_seconds` needs the effect `NoExecute`"
        return needed, 'write `"effect": "NoExecute"`'
    return None
