"""The validators see what is wrong, and nothing where all is well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.validators.asl_validator import NoValidator, problems_of_machines
from tests.validators.cfn_lint import findings

DONE: dict[str, Any] = {"Type": "Pass", "End": True}
MAP = {
    "Type": "Map",
    "Label": "split",
    "MaxConcurrency": 40,
    "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON"},
        "Parameters": {"Bucket": "b", "Key.$": "States.Format('p/{}/{}', $.run, $.path)"},
    },
    "ItemSelector": {"run.$": "$.run", "path.$": "$$.Map.Item.Value"},
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "body",
        "States": {"body": {**DONE, "OutputPath": None}},
    },
    "ResultPath": None,
    "End": True,
}
TASK = {
    "Type": "Task",
    "Resource": "arn:aws:states:::batch:submitJob.sync",
    "Parameters": {"JobName": "n", "JobDefinition": "${Job}", "JobQueue": "${JobQueue}"},
    "Retry": [{"ErrorEquals": ["States.TaskFailed"], "BackoffRate": 1, "MaxAttempts": 2}],
    "ResultPath": None,
    "End": True,
}


def test_machines(tmp_path: Path) -> None:
    states: dict[str, dict[str, Any]] = {
        "map": MAP,
        "task": TASK,
        "unknown-field": {**DONE, "Colour": "red"},
        "bad-path": {**DONE, "InputPath": "$.["},
        "nowhere": {"Type": "Pass", "Next": "missing"},
    }
    files = {}
    for name, state in states.items():
        files[name] = tmp_path / f"{name}.asl.json"
        files[name].write_text(json.dumps({"StartAt": "only", "States": {"only": state}}))
    try:
        found = problems_of_machines(files.values())
    except NoValidator as error:
        pytest.skip(str(error))
    assert {path.name.split(".")[0] for path in found} == {"unknown-field", "bad-path", "nowhere"}


def test_templates() -> None:
    good, bad = (
        findings(json.dumps({"Resources": {"Store": {"Type": kind}}}))
        for kind in ("AWS::S3::Bucket", "AWS::S3::Bouquet")
    )
    assert good == []
    assert [one.rule.id for one in bad] == ["E3006"]
