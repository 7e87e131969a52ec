"""State machines by hand, in the shapes that flowc gives them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from tests.engines.stepfunctions.documents import Documents

State = dict[str, Any]
REQUIREMENTS = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}]
IMAGE = "registry.example.com/flows:1"
BEGIN: State = {
    "Type": "Pass",
    "Parameters": {
        "run.$": "States.Format('sfn-{}', $$.Execution.Name)",
        "path": "-",
        "parameters.$": "States.Base64Encode(States.JsonToString($))",
        "environment": [
            {"Name": "FLOWC_FLOW", "Value": "flow.py:Flow"},
            {"Name": "FLOWC_RUN", "Value.$": "States.Format('sfn-{}', $$.Execution.Name)"},
        ],
    },
}
"""The first state, which makes the scope of all that follow."""


def sequence(**states: State) -> dict[str, Any]:
    """A machine whose states follow one another, as far as they do not say where they go on."""
    names = list(states)
    for name, following in zip_longest(names, names[1:]):
        state = states[name]
        if state["Type"] not in ("Fail", "Succeed") and not state.keys() & {"Next", "Choices"}:
            states[name] = {**state, "Next": following} if following else {**state, "End": True}
    return {"StartAt": names[0], "States": states}


def documents(machine: Mapping[str, Any], **jobs: Mapping[str, Any]) -> Documents:
    """Of a machine and its job definitions, by their placeholders."""
    return Documents("machine", dict(machine), jobs)


def definition(*command: str, name: str = "machine-work", **more: Any) -> dict[str, Any]:
    """A job definition for a command."""
    return {
        "jobDefinitionName": name,
        "type": "container",
        "containerProperties": {
            "image": IMAGE,
            "command": list(command),
            "resourceRequirements": REQUIREMENTS,
        },
        **more,
    }


def script(text: str, *arguments: str, **more: Any) -> dict[str, Any]:
    """A job definition for a script in Python."""
    return definition("python", "-c", text, *arguments, **more)


def batch(name: str = "machine-work", job: str = "${Work}", **more: Any) -> State:
    """A task that runs a job to its end, and hands on what it was given."""
    fields = {"JobName": name, "JobDefinition": job, "JobQueue": "${JobQueue}"}
    state: State = {
        "Type": "Task",
        "Resource": "arn:aws:states:::batch:submitJob.sync",
        "Parameters": {**fields, **more.pop("Parameters", {})},
        "ResultPath": None,
    }
    return {**state, **more}


def retrier(*errors: str, **more: Any) -> State:
    """What to do about errors."""
    return {"ErrorEquals": list(errors), "IntervalSeconds": 1, "BackoffRate": 1, **more}


def distributed(machine: Mapping[str, Any], bucket: str, key: str, **more: Any) -> State:
    """A map over the list in an object."""
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **machine}
    return {
        "Type": "Map",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket": bucket, "Key.$": f"States.Format('{key}')"},
        },
        "ItemSelector": {"run.$": "$.run", "path.$": "$$.Map.Item.Value"},
        "ItemProcessor": processor,
        "ResultPath": None,
        **more,
    }
