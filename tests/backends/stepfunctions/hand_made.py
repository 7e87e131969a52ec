"""Documents by hand, with something of everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from compiler.backends.stepfunctions.documents import Documents
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.models import Machine, State
from compiler.compute.batch_models import JobDefinition

IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/flows/train:7"
IDENTITY = Identity(
    name="shop-TrainFlow",
    flow="TrainFlow",
    full_name="shop.TrainFlow",
    bucket="bucket",
    prefix="flows/",
    env=(("FLOWC_RUN", "x"),),
)


def batch(job: str = "${TrainJob}", queue: str = "${JobQueue}", **more: Any) -> State:
    state: State = {
        "Type": "Task",
        "Resource": "arn:aws:states:::batch:submitJob.sync",
        "Parameters": {
            "JobName": "shop-TrainFlow-train",
            "JobDefinition": job,
            "JobQueue": queue,
            "Parameters": {"step": "train", "path.$": "$.path"},
            "ContainerOverrides": {"Environment.$": "$.environment"},
        },
        "ResultPath": None,
    }
    return {**state, **more}  # type: ignore[typeddict-item]


def foreach(machine: Machine, **more: Any) -> State:
    state: State = {
        "Type": "Map",
        "Label": "split",
        "MaxConcurrency": 1000,
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket": "bucket", "Key.$": "States.Format('{}', $.run)"},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            **machine,
        },
    }
    return {**state, **more}  # type: ignore[typeddict-item]


def job(name: str, **properties: Any) -> JobDefinition:
    made: Any = {
        "jobDefinitionName": name,
        "type": "container",
        "platformCapabilities": ["EC2"],
        "parameters": {"retry": "0"},
        "containerProperties": {
            "image": IMAGE,
            "command": ["python", "-m", "runtime_shim", "step", "Ref::step"],
            "resourceRequirements": [
                {"type": "VCPU", "value": "1"},
                {"type": "MEMORY", "value": "4096"},
            ],
            "jobRoleArn": "${JobRole}",
            **properties,
        },
        "retryStrategy": {"attempts": 2},
    }
    return cast(JobDefinition, made)


def machine(image: str = "0" * 64) -> Machine:
    inner: Machine = {"StartAt": "work", "States": {"work": batch(End=True)}}
    package = {"Name": "FLOWC_PACKAGE", "Value": image}
    return {
        "Comment": "flow.py:TrainFlow",
        "StartAt": "begin",
        "States": {
            "begin": {"Type": "Pass", "Parameters": {"environment": [package]}, "Next": "start"},
            "start": batch(Next="split-foreach"),
            "split-foreach": foreach(inner, Next="end"),
            "end": batch("${EndJob}", End=True),
        },
    }


SCHEDULE: dict[str, Any] = {
    "Name": "shop-TrainFlow",
    "ScheduleExpression": "cron(0 6 * * ? *)",
    "ScheduleExpressionTimezone": "Europe/Berlin",
    "FlexibleTimeWindow": {"Mode": "OFF"},
    "State": "ENABLED",
    "Target": {"Arn": "${StateMachine}", "RoleArn": "${SchedulerRole}", "Input": "{}"},
}


def rule(event: str = "data") -> dict[str, Any]:
    return {
        "Rule": {
            "Name": f"shop-TrainFlow-on-{event}",
            "EventBusName": "default",
            "EventPattern": {"detail-type": [event]},
            "State": "ENABLED",
        },
        "Targets": [
            {
                "Id": "run",
                "Arn": "${StateMachine}",
                "RoleArn": "${EventsRole}",
                "InputTransformer": {
                    "InputPathsMap": {"field0": "$.detail.alpha"},
                    "InputTemplate": '{"alpha":<field0>}',
                },
            }
        ],
    }


PLAIN = Documents(
    IDENTITY.name,
    machine(),
    {"TrainJob": job("shop-TrainFlow-train"), "EndJob": job("shop-TrainFlow-end", privileged=True)},
    None,
    (),
)
EVERYTHING = replace(PLAIN, schedule=SCHEDULE, rules=(rule("data"), rule("model")))
