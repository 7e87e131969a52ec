from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from compiler.backends.deployer import DeployError
from compiler.backends.stepfunctions.deploy import pruning
from compiler.backends.stepfunctions.documents import Documents
from tests.backends.stepfunctions.deploy.account import Account
from tests.backends.stepfunctions.deploy.conftest import Driver
from tests.backends.stepfunctions.deploy.front import Front
from tests.backends.stepfunctions.hand_made import job

MOST, KEPT = 3, 2


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "MOST_VERSIONS", MOST)
    monkeypatch.setattr(pruning, "KEPT_VERSIONS", KEPT)


@pytest.fixture
def changing(documents: Documents, account: Account) -> Iterator[Documents]:
    """Documents with another job definition each time, and nothing that starts runs."""

    def made() -> Iterator[Documents]:
        for number in range(100):
            train: Any = job(f"{account.name}-train", privileged=bool(number % 2))
            train["timeout"] = {"attemptDurationSeconds": 60 + number}
            jobs = {**documents.jobs, "TrainJob": train}
            yield replace(documents, jobs=jobs, schedule=None, rules=())

    return made()


def versions(front: Front, account: Account) -> list[int]:
    found = front.versions.versions[account.machine]
    return [int(arn.rpartition(":")[2]) for arn in found]


def deploy(driver: Driver, changing: Iterator[Documents], times: int) -> list[str]:
    """What the last of so many deployments has deleted."""
    done: list[str] = []
    for _ in range(times):
        done = [one for one in driver.deploy(next(changing)) if one.startswith("delete")]
    return done


def test_few_versions_stay(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    assert deploy(driver, changing, MOST + 1) == []
    assert versions(front, account) == account.revisions() == [1, 2, 3, 4]


def test_old_versions_go_with_what_they_alone_have_named(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    deploy(driver, changing, MOST + 1)
    assert deploy(driver, changing, 1) == [
        *["delete version of a state machine"] * 2,
        *["delete revision of a job definition"] * 2,
    ]
    assert versions(front, account) == account.revisions() == [3, 4, 5]
    assert account.revisions("end") == [1]
    assert account.live()["version"] == "5"


def test_what_runs_keeps_its_version_and_its_revisions(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    deploy(driver, changing, 1)
    driver.deployment().trigger({})
    deploy(driver, changing, MOST + 1)
    assert versions(front, account) == account.revisions() == [1, 3, 4, 5]


def test_a_run_of_unknown_version_keeps_all(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    deploy(driver, changing, 1)
    account.aws.client("stepfunctions").start_execution(stateMachineArn=account.machine)
    deploy(driver, changing, MOST + 1)
    assert versions(front, account) == account.revisions() == [1, 2, 3, 4, 5]


def test_an_alias_of_somebody_elses_keeps_its_version(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    deploy(driver, changing, 2)
    account.aws.client("stepfunctions").create_state_machine_alias(
        name="stable",
        routingConfiguration=[
            {"stateMachineVersionArn": f"{account.machine}:1", "weight": 90},
            {"stateMachineVersionArn": f"{account.machine}:2", "weight": 10},
        ],
    )
    deploy(driver, changing, MOST + 1)
    assert versions(front, account) == account.revisions() == [1, 2, 4, 5, 6]


def test_a_revision_that_old_and_new_versions_name_stays(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    first = next(changing)
    driver.deploy(first)
    for number in range(MOST + 1):
        machine: Any = {**first.machine, "Comment": f"change {number}"}
        driver.deploy(replace(first, machine=machine))
    assert versions(front, account) == [3, 4, 5]
    assert account.revisions() == [1]


def test_a_plan_names_what_goes(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    deploy(driver, changing, MOST + 1)
    front.asked.clear()
    found = [one for one in driver.plan(next(changing)) if one.action == "delete"]
    assert [one.name for one in found] == [
        *[f"{account.name}:{number}" for number in (2, 1)],
        *[f"{account.name}-train:{number}" for number in (1, 2)],
    ]
    assert not front.changing


def test_what_was_half_pruned_is_pruned_at_a_later_time(
    driver: Driver, changing: Iterator[Documents], front: Front, account: Account
) -> None:
    deploy(driver, changing, MOST + 1)
    front.refuse("deregisterjobdefinition", "ClientException", 1)
    with pytest.raises(DeployError, match="deregisterjobdefinition is refused"):
        deploy(driver, changing, 1)
    assert account.live()["version"] == "5"
    assert versions(front, account) == [3, 4, 5]
    assert account.revisions() == [1, 2, 3, 4, 5]
    deploy(driver, changing, 2)
    assert versions(front, account) == account.revisions() == [5, 6, 7]
