from __future__ import annotations

import json
import re
from typing import Any

import pytest

from compiler.backends.deployer import DeployError
from compiler.backends.stepfunctions.deploy.failures import cause_of, failing_state
from compiler.backends.stepfunctions.documents import Documents
from tests.backends.stepfunctions.deploy.account import Account
from tests.backends.stepfunctions.deploy.conftest import Driver
from tests.backends.stepfunctions.deploy.front import Front


def test_a_run_is_started_and_told_of(
    driver: Driver, documents: Documents, account: Account, front: Front
) -> None:
    driver.deploy(documents)
    run = driver.deployment().trigger({"alpha": "0.3"})
    assert re.fullmatch(r"sfn-\d{8}-\d{6}-[0-9a-f]{6}", run)
    (listed,) = driver.deployment().runs(20)
    assert (listed.run, listed.status) == (run, "RUNNING")
    one, failure = driver.deployment().run(run)
    assert one == listed
    assert failure is None
    arn = f"{account.machine.replace(':stateMachine:', ':execution:')}:{run.removeprefix('sfn-')}"
    given = account.aws.client("stepfunctions").describe_execution(executionArn=arn)["input"]
    assert json.loads(given) == {"alpha": "0.3"}


def test_a_run_that_could_not_begin_is_not_started(
    driver: Driver, documents: Documents, front: Front
) -> None:
    driver.deploy(documents)
    front.asked.clear()
    with pytest.raises(DeployError, match="has room for"):
        driver.deployment().trigger({"alpha": "x" * 6_000})
    assert not front.asked


def test_the_newest_runs_come_first_and_others_not(driver: Driver, documents: Documents) -> None:
    driver.deploy(documents)
    runs = [driver.deployment().trigger({}) for _ in range(3)]
    assert {one.run for one in driver.deployment().runs(20)} == {*runs}
    assert len(driver.deployment().runs(2)) == 2


def test_what_was_stopped_is_told(driver: Driver, documents: Documents, account: Account) -> None:
    driver.deploy(documents)
    run = driver.deployment().trigger({})
    arn = f"{account.machine.replace(':stateMachine:', ':execution:')}:{run.removeprefix('sfn-')}"
    account.aws.client("stepfunctions").stop_execution(executionArn=arn)
    one, failure = driver.deployment().run(run)
    assert one.status == "ABORTED"
    assert one.ended is not None
    assert failure is not None
    assert failure.error == "ABORTED"


def test_what_is_not_deployed_has_no_runs(driver: Driver) -> None:
    for ask in (lambda: driver.deployment().trigger({}), lambda: driver.deployment().runs(20)):
        with pytest.raises(DeployError, match="flowc deploy makes them"):
            ask()


def test_a_run_that_is_not_there(driver: Driver, documents: Documents) -> None:
    driver.deploy(documents)
    with pytest.raises(DeployError, match="There is no run sfn-nothing of"):
        driver.deployment().run("sfn-nothing")


def history(*events: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Newest first, each after the one before it."""
    made = [
        {"id": number, "previousEventId": number - 1, "type": kind, **details}
        for number, (kind, details) in enumerate(events, 1)
    ]
    return made[::-1]


def entered(name: str) -> tuple[str, dict[str, Any]]:
    return "TaskStateEntered", {"stateEnteredEventDetails": {"name": name}}


def test_the_state_that_failed_is_found() -> None:
    events = history(
        ("ExecutionStarted", {}),
        entered("start"),
        ("TaskScheduled", {}),
        ("TaskFailed", {}),
        ("ExecutionFailed", {}),
    )
    assert failing_state(events) == ("start", None)


def test_the_map_that_failed_is_found() -> None:
    started = {"mapRunStartedEventDetails": {"mapRunArn": "arn:map"}}
    events = history(
        entered("split-foreach"),
        ("MapRunStarted", started),
        ("MapRunFailed", {}),
        ("MapStateFailed", {}),
        ("ExecutionFailed", {}),
    )
    assert failing_state(events) == ("split-foreach", "arn:map")


def test_a_history_that_does_not_say() -> None:
    assert failing_state(history(("ExecutionTimedOut", {}))) == (None, None)


def test_a_cause_of_batch_is_told_in_words() -> None:
    job = {
        "StatusReason": "Essential container in task exited",
        "Container": {"ExitCode": 1, "LogStreamName": "train/default/1", "Reason": None},
    }
    assert cause_of(json.dumps(job)) == (
        "Essential container in task exited; exit code 1",
        "train/default/1",
    )
    assert cause_of("plain") == ("plain", None)
    assert cause_of("[1]") == ("[1]", None)
    assert cause_of('{"a": 1}') == ('{"a": 1}', None)
