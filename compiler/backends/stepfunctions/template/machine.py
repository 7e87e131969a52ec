"""The state machine, and the alias under which it is started."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.backends.stepfunctions.documents import ALIAS, Documents
from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.placeholders import used
from compiler.backends.stepfunctions.template.definition import definition_text
from compiler.backends.stepfunctions.template.functions import attribute, ref

MACHINE, VERSION, LIVE = "StateMachine", "StateMachineVersion", "StateMachineAlias"
"""What the resources are called in the template."""


def machine_resources(
    documents: Documents, role: object, values: Mapping[str, object]
) -> dict[str, Payload]:
    """A new definition becomes a new version, and the alias leads to the newest.

    Runs keep to the version they have begun with, so older ones stay.
    """
    text, actions = definition_text(documents.machine)
    known = {**values, **actions}
    names = sorted({*used(documents.machine), *actions})
    machine: Payload = {
        "StateMachineName": documents.name,
        "RoleArn": role,
        "DefinitionString": text,
    }
    if names:
        machine["DefinitionSubstitutions"] = {name: known[name] for name in names}
    version = {
        "StateMachineArn": ref(MACHINE),
        "StateMachineRevisionId": attribute(MACHINE, "StateMachineRevisionId"),
    }
    routes = [{"StateMachineVersionArn": ref(VERSION), "Weight": 100}]
    return {
        MACHINE: {"Type": "AWS::StepFunctions::StateMachine", "Properties": machine},
        VERSION: {
            "Type": "AWS::StepFunctions::StateMachineVersion",
            "UpdateReplacePolicy": "Retain",
            "DeletionPolicy": "Delete",
            "Properties": version,
        },
        LIVE: {
            "Type": "AWS::StepFunctions::StateMachineAlias",
            "Properties": {"Name": ALIAS, "RoutingConfiguration": routes},
        },
    }
