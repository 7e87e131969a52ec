from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from compiler.backends.deployer import DeployError
from compiler.backends.stepfunctions.documents import Documents
from compiler.ir.trigger import Project
from compiler.settings import Settings, StepFunctionsSettings
from tests.backends.flows import LINE, SPAN, make_flow
from tests.backends.stepfunctions.deploy.account import Account
from tests.backends.stepfunctions.deploy.conftest import SETTINGS, Driver
from tests.backends.stepfunctions.deploy.front import Front
from tests.backends.stepfunctions.hand_made import job, machine

CREATED = [
    *["create job definition"] * 2,
    "create state machine",
    "create schedule",
    *["create rule"] * 2,
]
UNCHANGED = [one.replace("create", "unchanged") for one in CREATED]


def with_code(documents: Documents, digest: str, account: Account) -> Documents:
    return replace(
        documents, machine=account.named(replace(documents, machine=machine(digest))).machine
    )


def code_of(live: dict[str, Any]) -> str:
    variables = live["States"]["begin"]["Parameters"]["environment"]
    text: str = variables[0]["Value"]
    return text


def test_all_is_created(driver: Driver, documents: Documents, account: Account) -> None:
    assert driver.deploy(documents) == CREATED
    live = account.live()
    states = live["States"]
    parameters = states["start"]["Parameters"]
    assert parameters["JobDefinition"].endswith(f":job-definition/{account.name}-train:1")
    assert parameters["JobQueue"] == "queue"
    item = states["split-foreach"]["ItemProcessor"]["States"]["work"]["Parameters"]
    assert item["JobDefinition"] == parameters["JobDefinition"]
    schedule = account.schedule()
    assert schedule is not None
    assert schedule["Target"]["Arn"] == f"{account.machine}:live"
    assert schedule["ScheduleExpressionTimezone"] == "Europe/Berlin"
    assert set(account.rules()) == {"data", "model"}
    (target,) = account.rules()["data"]
    assert target["Arn"] == f"{account.machine}:live"
    assert target["RoleArn"].endswith(":role/events")


def test_states_call_services_of_their_own_partition(
    driver: Driver, documents: Documents, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = "cn-north-1"
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    driver.deploy(documents)
    arn = f"arn:aws-cn:states:{region}:123456789012:stateMachine:{account.name}"
    client = account.aws.client("stepfunctions", region)
    states = json.loads(client.describe_state_machine(stateMachineArn=arn)["definition"])["States"]
    assert states["start"]["Resource"] == "arn:aws-cn:states:::batch:submitJob.sync"
    reader = states["split-foreach"]["ItemReader"]
    assert reader["Resource"] == "arn:aws-cn:states:::s3:getObject"
    assert driver.deploy(documents) == UNCHANGED


def test_a_plan_changes_nothing(driver: Driver, documents: Documents, front: Front) -> None:
    assert [change.action for change in driver.plan(documents)] == ["create"] * 6
    assert not front.changing


def test_nothing_is_asked_for_where_nothing_has_changed(
    driver: Driver, documents: Documents, front: Front
) -> None:
    driver.deploy(documents)
    front.asked.clear()
    assert driver.deploy(documents) == UNCHANGED
    assert not front.changing


def test_new_code_is_a_new_version(
    driver: Driver, documents: Documents, account: Account, front: Front
) -> None:
    driver.deploy(documents)
    front.asked.clear()
    done = driver.deploy(with_code(documents, "1" * 64, account))
    assert [one for one in done if not one.startswith("unchanged")] == ["update state machine"]
    assert account.live()["version"] == "2"
    assert code_of(account.live()) == "1" * 64
    assert set(front.changing) == {"updatestatemachine", "updatestatemachinealias"}


def test_what_has_begun_keeps_its_revision(
    driver: Driver, documents: Documents, account: Account
) -> None:
    driver.deploy(documents)
    changed = {**documents.jobs, "TrainJob": job(f"{account.name}-train", privileged=True)}
    done = driver.deploy(replace(documents, jobs=changed))
    assert [one for one in done if not one.startswith("unchanged")] == [
        "update job definition",
        "update state machine",
    ]
    assert account.revisions() == [1, 2]
    states = account.live()["States"]
    assert states["start"]["Parameters"]["JobDefinition"].endswith(":2")
    assert states["end"]["Parameters"]["JobDefinition"].endswith("-end:1")


def test_another_role_of_the_tasks_is_a_change(
    driver: Driver, documents: Documents, account: Account
) -> None:
    driver.deploy(documents)
    batch = replace(SETTINGS.batch, job_role="arn:aws:iam::123456789012:role/other")
    driver.deploy(documents, replace(SETTINGS, batch=batch))
    assert account.revisions() == [1, 2]


def test_another_role_of_the_state_machine_is_a_change(
    driver: Driver, documents: Documents
) -> None:
    driver.deploy(documents)
    own = replace(SETTINGS.stepfunctions, role="arn:aws:iam::123456789012:role/other")
    done = driver.deploy(documents, replace(SETTINGS, stepfunctions=own))
    assert [one for one in done if not one.startswith("unchanged")] == ["update state machine"]


def test_a_schedule_and_rules_are_changed(
    driver: Driver, documents: Documents, account: Account
) -> None:
    driver.deploy(documents)
    assert documents.schedule is not None
    later = {**documents.schedule, "ScheduleExpression": "cron(0 7 * * ? *)"}
    first, second = json.loads(json.dumps(documents.rules))
    first["Rule"]["EventPattern"] = {"detail-type": ["other"]}
    second["Targets"][0]["InputTransformer"]["InputTemplate"] = '{"beta":<field0>}'
    done = driver.deploy(replace(documents, schedule=later, rules=(first, second)))
    assert done[3:] == ["update schedule", "update rule", "update rule"]
    schedule = account.schedule()
    assert schedule is not None
    assert schedule["ScheduleExpression"] == "cron(0 7 * * ? *)"
    assert "beta" in str(account.rules()["model"])


def test_what_the_flow_no_longer_has_is_deleted(
    driver: Driver, documents: Documents, account: Account
) -> None:
    driver.deploy(documents)
    done = driver.deploy(replace(documents, schedule=None, rules=documents.rules[:1]))
    assert done[3:] == ["unchanged rule", "delete schedule", "delete rule"]
    assert account.schedule() is None
    assert set(account.rules()) == {"data"}


def test_rules_follow_the_flow_to_another_bus(
    driver: Driver, documents: Documents, account: Account
) -> None:
    driver.deploy(documents)
    client, bus = account.aws.client("events"), f"{account.name}-bus"
    client.create_event_bus(Name=bus)
    moved = json.loads(json.dumps(documents.rules))
    moved[0]["Rule"]["EventBusName"] = bus
    done = driver.deploy(replace(documents, rules=tuple(moved)))
    assert done[4:] == ["create rule", "unchanged rule", "delete rule"]
    assert set(account.rules()) == {"model"}
    (rule,) = client.list_rules(EventBusName=bus)["Rules"]
    assert rule["Name"] == f"{account.name}-on-data"
    assert driver.delete()[:2] == ["delete rule"] * 2
    assert client.list_rules(EventBusName=bus)["Rules"] == []


def test_a_rule_that_somebody_else_made_stays(
    driver: Driver, documents: Documents, account: Account
) -> None:
    driver.deploy(documents)
    client, name = account.aws.client("events"), f"{account.name}-by-hand"
    client.put_rule(Name=name, EventPattern='{"source":["x"]}')
    client.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": f"{account.machine}:live"}])
    driver.deploy(documents)
    driver.delete()
    assert list(account.rules()) == [name]


def test_all_is_deleted(
    driver: Driver, documents: Documents, account: Account, front: Front
) -> None:
    driver.deploy(documents)
    fewer = {name: one for name, one in documents.jobs.items() if name == "TrainJob"}
    driver.deploy(replace(documents, jobs={**fewer, "EndJob": fewer["TrainJob"]}))
    assert driver.delete() == [
        *["delete rule"] * 2,
        "delete schedule",
        "delete state machine",
        *["delete job definition"] * 2,
    ]
    assert not account.exists()
    assert account.schedule() is None
    assert account.rules() == {}
    assert account.revisions("train") == account.revisions("end") == []
    front.asked.clear()
    assert driver.delete() == []
    assert not front.changing


def test_what_was_deleted_can_be_deployed_again(
    driver: Driver, documents: Documents, account: Account
) -> None:
    driver.deploy(documents)
    driver.delete()
    assert [one.split()[0] for one in driver.deploy(documents)] == ["create"] * 6
    assert account.exists()


def test_a_state_machine_that_somebody_else_made_is_left_alone(
    driver: Driver, documents: Documents, account: Account
) -> None:
    account.aws.client("stepfunctions").create_state_machine(
        name=account.name,
        definition='{"StartAt":"a","States":{"a":{"Type":"Succeed"}}}',
        roleArn="arn:aws:iam::123456789012:role/x",
    )
    with pytest.raises(DeployError, match=r"flowc deploy has not made.*`stepfunctions\.name`"):
        driver.deploy(documents)
    with pytest.raises(DeployError, match="flowc deploy has not made"):
        driver.delete()


def test_the_state_machine_of_another_flow_is_left_alone(
    driver: Driver, documents: Documents, account: Account, front: Front
) -> None:
    """Both have the name that the settings say."""
    driver.deploy(documents)
    project = Project(name="shop", branch=None, production=False, span=SPAN)
    front.asked.clear()
    for flow in (make_flow(LINE, name="OtherFlow"), make_flow(LINE, project=project)):
        other = Driver(account.name, flow)
        acts: list[Callable[[], object]] = [
            partial(other.deploy, documents),
            other.delete,
            partial(other.deployment().trigger, {}),
            partial(other.deployment().runs, 1),
        ]
        for act in acts:
            with pytest.raises(DeployError, match="is that of the flow TestFlow, not of"):
                act()
    assert not front.changing


def test_a_schedule_that_starts_something_else_is_left_alone(
    driver: Driver, documents: Documents, account: Account
) -> None:
    account.aws.client("scheduler").create_schedule(
        Name=account.name,
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": f"{account.machine}-other", "RoleArn": "arn:aws:iam::1:role/x"},
    )
    with pytest.raises(DeployError, match=r"starts arn:.*-other"):
        driver.plan(documents)
    driver.delete()
    assert account.schedule() is not None


@pytest.mark.parametrize(
    "operation",
    [
        "registerjobdefinition",
        "createstatemachine",
        "createstatemachinealias",
        "createschedule",
        "putrule",
        "puttargets",
    ],
)
def test_what_was_half_done_is_finished_by_the_next_time(
    operation: str, driver: Driver, documents: Documents, account: Account, front: Front
) -> None:
    front.refuse(operation, "ValidationException", 1)
    with pytest.raises(DeployError, match=f"{operation} is refused"):
        driver.deploy(documents)
    driver.deploy(documents)
    assert code_of(account.live()) == "0" * 64
    assert account.schedule() is not None
    assert {name: len(targets) for name, targets in account.rules().items()} == {
        "data": 1,
        "model": 1,
    }
    front.asked.clear()
    assert driver.deploy(documents) == UNCHANGED
    assert not front.changing
    assert account.revisions() == [1]


@pytest.mark.parametrize("operation", ["updatestatemachine", "updatestatemachinealias"])
def test_an_update_that_was_half_done_is_finished_by_the_next_time(
    operation: str, driver: Driver, documents: Documents, account: Account, front: Front
) -> None:
    driver.deploy(documents)
    front.refuse(operation, "ValidationException", 1)
    changed = with_code(documents, "1" * 64, account)
    with pytest.raises(DeployError, match=f"{operation} is refused"):
        driver.deploy(changed)
    assert code_of(account.live()) == "0" * 64
    driver.deploy(changed)
    assert code_of(account.live()) == "1" * 64


@pytest.mark.parametrize(
    "operation",
    ["removetargets", "deleterule", "deleteschedule", "deletestatemachine"],
)
def test_what_was_half_deleted_is_deleted_by_the_next_time(
    operation: str, driver: Driver, documents: Documents, account: Account, front: Front
) -> None:
    driver.deploy(documents)
    front.refuse(operation, "ValidationException", 1)
    with pytest.raises(DeployError):
        driver.delete()
    driver.delete()
    assert not account.exists()
    assert account.schedule() is None
    assert not any(account.rules().values())
    assert account.revisions() == []


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        ("registerjobdefinition", "TooManyRequestsException"),
        ("createstatemachine", "ThrottlingException"),
        ("createschedule", "ThrottlingException"),
        ("putrule", "ThrottlingException"),
    ],
)
def test_what_is_throttled_is_tried_again(
    operation: str, error: str, driver: Driver, documents: Documents, front: Front
) -> None:
    front.refuse(operation, error, 5)
    assert driver.deploy(documents) == CREATED
    assert front.asked[operation] >= 6


def test_what_stays_throttled_is_told(driver: Driver, documents: Documents, front: Front) -> None:
    front.refuse("registerjobdefinition", "ThrottlingException")
    with pytest.raises(DeployError) as caught:
        driver.deploy(documents)
    assert str(caught.value) == (
        "AWS has answered RegisterJobDefinition with ThrottlingException in 10 attempts. Wait a "
        "while and repeat the command, which goes on where it was."
    )
    assert front.asked["registerjobdefinition"] == 10


def test_what_is_denied_is_told(driver: Driver, documents: Documents, front: Front) -> None:
    front.refuse("createstatemachine", "AccessDeniedException")
    with pytest.raises(DeployError) as caught:
        driver.deploy(documents)
    message = "AWS denies CreateStateMachine: createstatemachine is refused."
    assert str(caught.value) == message


def test_settings_that_are_missing_are_told_at_once(driver: Driver, documents: Documents) -> None:
    own = StepFunctionsSettings(role="arn:aws:iam::1:role/x")
    settings = Settings(datastore="s3://bucket", stepfunctions=own)
    with pytest.raises(DeployError) as caught:
        driver.plan(documents, settings)
    assert str(caught.value) == (
        "This flow cannot be deployed without the settings `batch.job-role` and "
        "`stepfunctions.scheduler-role` and `stepfunctions.events-role` and `queue`. flowc deploy "
        "makes no roles: template.yaml, which flowc compile writes, makes those that a flow takes."
    )


def test_a_region_is_missing(
    driver: Driver, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(DeployError, match="set AWS_DEFAULT_REGION"):
        driver.plan(documents)


def test_credentials_are_missing(
    driver: Driver, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(DeployError, match="There are no credentials of AWS here"):
        driver.plan(documents)


def test_nobody_answers(
    driver: Driver, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(DeployError, match="AWS cannot be asked: Could not connect"):
        driver.plan(documents)
