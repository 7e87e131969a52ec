"""The commands about deployed flows, on a backend that needs no check and lowers nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from compiler.backends import registry
from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.backends.deployer import Deployer
from compiler.backends.stepfunctions.deploy import Deployment
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings
from tests.aws import REGION, Aws
from tests.backends.stepfunctions.deploy.account import Account, bundle_of
from tests.backends.stepfunctions.deploy.conftest import SETTINGS, named
from tests.backends.stepfunctions.deploy.front import Front, front_of
from tests.backends.stepfunctions.hand_made import EVERYTHING
from tests.cli.conftest import Flowc

PARAMETERS = """\
from metaflow import FlowSpec, Parameter, step


class Train(FlowSpec):
    alpha = Parameter("alpha", type=float, required=True)
    mode = Parameter("mode", default="fast")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@dataclass
class Cloudy:
    """Deploys the same documents for every flow, with the package's digest in them."""

    account: Account
    name: str = "cloudy"
    packaged: bool = True

    def check(self, flow: Flow, settings: Settings, report: Report) -> None:
        pass

    def lower(self, program: Program, settings: Settings, report: Report) -> Bundle:
        return bundle_of(self.account.named(EVERYTHING))

    def deployer(self, flow: Flow, settings: Settings) -> Deployer:
        return Deployment(flow, named(SETTINGS, self.account.name))

    def load(self) -> Cloudy:
        return self


@pytest.fixture
def account(aws: Aws, project: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    account = Account(aws, f"cli-{aws.bucket().removeprefix('bucket-')[:8]}")
    monkeypatch.setattr(registry, "_entry_points", lambda: [Cloudy(account)])
    settings = f'image = "flows:1"\ndatastore = "s3://{aws.bucket()}/flows"\n'
    (project / "flowc.toml").write_text(settings)
    (project / "given.py").write_text(PARAMETERS)
    return account


@pytest.fixture(autouse=True)
def front(aws: Aws, account: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    with front_of(aws.url) as server:
        for name, value in {
            "AWS_ENDPOINT_URL": server.url,
            "AWS_ACCESS_KEY_ID": "somebody",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": "/nonexistent",
            "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        }.items():
            monkeypatch.setenv(name, value)
        yield server


def deploy(flowc: Flowc, *options: str) -> Any:
    return flowc("deploy", "good.py", "--target", "cloudy", *options)


def changes(out: str) -> list[str]:
    return [f"{one['action']} {one['kind']}" for one in json.loads(out)["changes"]]


def test_a_dry_run_tells_what_would_change(flowc: Flowc, account: Account) -> None:
    result = deploy(flowc, "--dry-run")
    assert (result.code, result.err) == (0, "")
    first, *others = result.out.splitlines()
    assert first.startswith("create     code package ")
    assert others == [
        f"create     job definition {account.name}-train",
        f"create     job definition {account.name}-end",
        f"create     state machine {account.name}",
        f"create     schedule {account.name}",
        f"create     rule {account.name}-on-data",
        f"create     rule {account.name}-on-model",
    ]
    assert not account.exists()


def test_a_flow_is_deployed_once(flowc: Flowc, account: Account) -> None:
    first = deploy(flowc)
    assert first.code == 0, first.err
    assert first.out.splitlines()[3] == f"created    state machine {account.name}"
    assert first.err.endswith("start a run: flowc trigger good.py --target cloudy\n")
    again = deploy(flowc, "--format", "json")
    assert {one.split()[0] for one in changes(again.out)} == {"unchanged"}
    assert json.loads(again.out)["dry_run"] is False


def test_a_flow_is_deployed_to_step_functions(
    flowc: Flowc, project: Path, account: Account
) -> None:
    settings = [
        ("stepfunctions.name", account.name),
        ("stepfunctions.role", "arn:aws:iam::123456789012:role/machine"),
        ("batch.job-role", "arn:aws:iam::123456789012:role/job"),
    ]
    sets = [word for key, value in settings for word in ("--set", f"{key}={value}")]
    result = flowc("deploy", "good.py", "--target", "stepfunctions", "--queue", "q", *sets)
    assert result.code == 0, result.err
    environment = account.live()["States"]["begin"]["Parameters"]["environment"]
    digest = next(one["Value"] for one in environment if one["Name"] == "FLOWC_PACKAGE")
    assert f"created    code package {digest}\n" in result.out
    edited = (project / "good.py").read_text() + "# edited\n"
    (project / "good.py").write_text(edited)
    again = flowc("deploy", "good.py", "--target", "stepfunctions", "--queue", "q", *sets)
    changed = [line.split()[0] for line in again.out.splitlines()]
    assert changed == ["created", "unchanged", "updated"]


def test_roles_are_asked_for(flowc: Flowc) -> None:
    result = flowc("deploy", "good.py", "--target", "stepfunctions", "--dry-run")
    assert result.code == 1
    assert "the settings `stepfunctions.role` and `batch.job-role` and `queue`" in result.err


def test_a_flow_is_deleted(flowc: Flowc, account: Account) -> None:
    deploy(flowc)
    planned = deploy(flowc, "--delete", "--dry-run", "--format", "json")
    assert "delete state machine" in changes(planned.out)
    assert account.exists()
    assert deploy(flowc, "--delete").code == 0
    assert not account.exists()
    nothing = deploy(flowc, "--delete")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "There is nothing to delete.\n")


def test_what_was_done_before_a_refusal_is_told(flowc: Flowc, front: Front) -> None:
    front.refuse("createstatemachine", "AccessDeniedException", 1)
    result = deploy(flowc)
    assert result.code == 1
    assert [line.split()[0] for line in result.out.splitlines()] == ["created"] * 3
    assert result.err.endswith(
        "Error: AWS denies CreateStateMachine: createstatemachine is refused.\n"
    )
    assert deploy(flowc).code == 0


def test_a_target_that_is_not_deployed_to_is_wrong_usage(flowc: Flowc) -> None:
    result = flowc("deploy", "good.py", "--target", "argo", "--delete")
    assert result.code == 2
    assert "flowc does not deploy to `argo`: deploy what flowc compile" in result.err
    assert flowc("trigger", "good.py", "--target", "argo").code == 2


def test_an_unknown_target_is_wrong_usage(flowc: Flowc) -> None:
    assert "there is no target `nowhere`" in flowc("status", "good.py", "--target", "nowhere").err


def test_a_flow_with_errors_is_not_deployed(flowc: Flowc, front: Front) -> None:
    result = flowc("deploy", "bad.py", "--target", "cloudy")
    assert result.code == 1
    assert "nowhere" in result.err
    assert not front.changing


def test_a_datastore_has_to_be_named(flowc: Flowc, project: Path) -> None:
    (project / "flowc.toml").write_text("")
    result = deploy(flowc)
    assert result.code == 2
    assert "no datastore is named" in result.err


def test_a_run_is_started_and_listed(flowc: Flowc, account: Account) -> None:
    deploy(flowc)
    started = flowc("trigger", "given.py", "--target", "cloudy", "--param", "alpha=0.3")
    assert started.code == 0, started.err
    run = started.out.strip()
    listed = flowc("status", "given.py", "--target", "cloudy")
    assert [line.split()[:2] for line in listed.out.splitlines()] == [
        ["RUN", "STATUS"],
        [run, "running"],
    ]
    one = json.loads(flowc("status", "given.py", run, "--target", "cloudy", "--format=json").out)
    assert (one["run"], one["status"], one["failure"]) == (run, "RUNNING", None)


def test_why_a_run_has_failed_is_told(flowc: Flowc, account: Account) -> None:
    deploy(flowc)
    run = flowc("trigger", "good.py", "--target", "cloudy").out.strip()
    arn = f"{account.machine.replace(':stateMachine:', ':execution:')}:{run.removeprefix('sfn-')}"
    account.aws.client("stepfunctions").stop_execution(executionArn=arn)
    told = flowc("status", "good.py", run, "--target", "cloudy")
    assert "error      ABORTED" in told.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["alpha=x"], "'x' is not a valid float"),
        (["alpha=1", "mod=x"], "the flow has no parameter `mod`; did you mean `mode`?"),
        ([], "the flow cannot run without --param alpha=..."),
        (["alpha"], "`alpha` is not of the form NAME=VALUE"),
    ],
)
def test_parameters_are_checked_before_a_run_is_started(
    options: list[str], message: str, flowc: Flowc, front: Front
) -> None:
    given = [word for option in options for word in ("--param", option)]
    result = flowc("trigger", "given.py", "--target", "cloudy", *given)
    assert result.code == 2
    assert message in result.err
    assert not front.asked


def test_what_is_not_deployed_is_told(flowc: Flowc) -> None:
    for command in ("trigger", "status"):
        result = flowc(command, "good.py", "--target", "cloudy")
        assert result.code == 1
        assert "flowc deploy makes them" in result.err
