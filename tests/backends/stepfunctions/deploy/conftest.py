from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from compiler.backends.deployer import Change
from compiler.backends.stepfunctions.deploy import Deployment
from compiler.backends.stepfunctions.documents import Documents
from compiler.ir.flow import Flow
from compiler.settings import BatchSettings, Settings, StepFunctionsSettings
from tests.aws import REGION, Aws
from tests.backends.flows import LINE, make_flow
from tests.backends.stepfunctions.deploy.account import Account, bundle_of
from tests.backends.stepfunctions.deploy.front import Front, front_of
from tests.backends.stepfunctions.hand_made import EVERYTHING

ROLE = "arn:aws:iam::123456789012:role"
SETTINGS = Settings(
    datastore="s3://bucket/flows",
    queue="queue",
    batch=BatchSettings(job_role=f"{ROLE}/job"),
    stepfunctions=StepFunctionsSettings(
        role=f"{ROLE}/machine", scheduler_role=f"{ROLE}/scheduler", events_role=f"{ROLE}/events"
    ),
)


@pytest.fixture(autouse=True)
def front(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """The way on which flowc reaches AWS."""
    with front_of(aws.url) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
        monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        monkeypatch.delenv("AWS_PROFILE", raising=False)
        # Requests are repeated after pauses of seconds.
        monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _seconds: None)
        yield server


@pytest.fixture
def account(aws: Aws) -> Account:
    """What is deployed, for the test to look at."""
    return Account(aws, f"flow-{uuid4().hex[:8]}")


@pytest.fixture
def documents(account: Account) -> Documents:
    """Those of a flow of the test's own."""
    return account.named(EVERYTHING)


def named(settings: Settings, name: str) -> Settings:
    """The settings that give a deployment this name."""
    return replace(settings, stepfunctions=replace(settings.stepfunctions, name=name))


class Driver:
    """Deploys, as the command does."""

    def __init__(self, name: str, flow: Flow) -> None:
        self._name = name
        self._flow = flow

    def deployment(self, settings: Settings = SETTINGS) -> Deployment:
        return Deployment(self._flow, named(settings, self._name))

    def plan(self, documents: Documents, settings: Settings = SETTINGS) -> list[Change]:
        return list(self.deployment(settings).changes(bundle_of(documents)))

    def deploy(self, documents: Documents, settings: Settings = SETTINGS) -> list[str]:
        """What was done, in words."""
        return _applied(self.plan(documents, settings))

    def delete(self) -> list[str]:
        return _applied(list(self.deployment().removal()))


def _applied(changes: list[Change]) -> list[str]:
    done = []
    for change in changes:
        change.apply()
        done.append(f"{change.action} {change.kind}")
    return done


@pytest.fixture
def driver(account: Account) -> Driver:
    return Driver(account.name, make_flow(LINE))
