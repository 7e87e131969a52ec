"""What is refused before anything runs, as Step Functions and AWS Batch would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.engines.stepfunctions.batch.errors import BatchError
from tests.engines.stepfunctions.bench import Bench
from tests.engines.stepfunctions.definitions import InvalidDefinition, InvalidExecution
from tests.engines.stepfunctions.machines import batch, documents, script, sequence

pytestmark = pytest.mark.stepfunctions

DONE: dict[str, Any] = {"Type": "Pass", "End": True}
ALL = {"ErrorEquals": ["States.ALL"]}
LAST = {"ErrorEquals": ["Mine"], "Next": "after"}


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"only": {"Type": "Pass", "Next": "missing"}}, "only goes on to missing"),
        ({"n" * 81: DONE}, "the name of state"),
        ({"only": {**DONE, "Comment": "x" * 1024 * 1024}}, "a definition of"),
        ({"only": batch(Parameters={"NodeOverrides": {}})}, "not supported .*: NodeOverrides"),
        ({"only": batch(Retry=[ALL, {"ErrorEquals": ["Mine"]}])}, "not alone and last"),
        ({"only": batch(Catch=[{**ALL, "Next": "after"}, LAST]), "after": DONE}, "not alone"),
        ({"only": {"Type": "Parallel", "Branches": [sequence(only=DONE)]}}, "are called only"),
        ({"only": {**DONE, "Label": "two words"}}, "the Label of only"),
    ],
)
def test_a_machine(bench: Bench, states: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidDefinition, match=said):
        bench.create(documents(sequence(**states), Work=script("pass")))


def test_a_machine_that_starts_nowhere(bench: Bench) -> None:
    with pytest.raises(InvalidDefinition, match="StartAt other"):
        bench.create(documents({"StartAt": "other", "States": {"only": DONE}}))


@pytest.mark.parametrize(
    ("job", "said"),
    [
        ({"jobDefinitionName": "two words"}, "not a job definition's name"),
        ({"colour": "red"}, "Unknown parameter"),
        ({"parameters": {"a": "x" * 25_000}}, "24576 bytes"),
        ({"retryStrategy": {"attempts": 11}}, "attempts is 11"),
        ({"timeout": {"attemptDurationSeconds": 59}}, "attemptDurationSeconds is 59"),
        (
            {"retryStrategy": {"evaluateOnExit": [{"onReason": "a*b", "action": "EXIT"}]}},
            "asterisk",
        ),
        ({"containerProperties": {"image": "i"}}, "VCPU and MEMORY"),
    ],
)
def test_a_job_definition(bench: Bench, job: dict[str, Any], said: str) -> None:
    with pytest.raises(BatchError, match=said):
        bench.batch.register({**script("pass"), **job})


def test_a_new_revision_changes_nothing_of_the_one_before(bench: Bench) -> None:
    first, second = (bench.batch.register(script(text)) for text in ("1", "2"))
    assert [arn.rpartition(":")[2] for arn in (first, second)] == ["1", "2"]
    name = script("pass")["jobDefinitionName"]
    assert bench.batch.definitions.find(name)[0] == second
    assert bench.batch.definitions.find(f"{name}:1")[0] == first
    assert bench.batch.definitions.find(first)[1]["containerProperties"]["command"][-1] == "1"


def test_placeholders(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "machine"
    folder.mkdir()
    job = script("pass")
    job["containerProperties"]["jobRoleArn"] = "${JobRole}"
    (folder / "job-definitions.json").write_text(json.dumps({"Work": job}))
    definition = sequence(work=batch(Comment="${Mine}"))
    (folder / "state-machine.asl.json").write_text(json.dumps(definition))
    with pytest.raises(KeyError, match="Mine"):
        bench.deploy(folder)
    execution = bench.run(bench.deploy(folder, Mine="mine"))
    assert execution.status == "SUCCEEDED", execution.log()
    (ran,) = execution.details.jobs
    assert bench.batch.jobs[ran].container["jobRoleArn"] == "arn:aws:iam::123456789012:role/bench"


@pytest.mark.parametrize(
    ("name", "given"),
    [("two words", {}), ("n" * 81, {}), ("good", {"text": "x" * 256 * 1024})],
)
def test_a_start(bench: Bench, name: str, given: dict[str, Any]) -> None:
    machine = bench.create(documents(sequence(only=DONE)))
    with pytest.raises(InvalidExecution):
        bench.run(machine, given, name)


def test_a_history_that_is_too_long(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.engines.stepfunctions.interpreter.MOST_EVENTS", 3)
    execution = bench.run(bench.create(documents(sequence(only=DONE))))
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
