"""What an account of AWS holds of one deployment, read without flowc."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, cast

from compiler.backends.bundle import Bundle
from compiler.backends.stepfunctions.documents import Documents
from tests.aws import REGION, Aws

MACHINE = f"arn:aws:states:{REGION}:123456789012:stateMachine"


def bundle_of(documents: Documents) -> Bundle:
    """What is compiled."""
    files = {f"{documents.name}/{name}": text for name, text in documents.files.items()}
    return Bundle("stepfunctions", "TrainFlow", "flow.py", files)


@dataclass(frozen=True)
class Account:
    """An account, and the name of the deployment."""

    aws: Aws
    name: str

    @property
    def machine(self) -> str:
        return f"{MACHINE}:{self.name}"

    def named(self, documents: Documents) -> Documents:
        """The documents with this name instead of their own."""

        def renamed(part: object) -> Any:
            return json.loads(json.dumps(part).replace(documents.name, self.name))

        return replace(
            documents,
            name=self.name,
            machine=renamed(documents.machine),
            jobs=renamed(documents.jobs),
            schedule=renamed(documents.schedule),
            rules=tuple(renamed(documents.rules)),
        )

    def live(self) -> dict[str, Any]:
        """The version that the alias leads to."""
        client = self.aws.client("stepfunctions")
        alias = client.describe_state_machine_alias(stateMachineAliasArn=f"{self.machine}:live")
        (route,) = alias["routingConfiguration"]
        version = client.describe_state_machine(stateMachineArn=route["stateMachineVersionArn"])
        return {
            **json.loads(version["definition"]),
            "version": route["stateMachineVersionArn"].rpartition(":")[2],
        }

    def exists(self) -> bool:
        """Whether there is a state machine."""
        client = self.aws.client("stepfunctions")
        found = client.get_paginator("list_state_machines").paginate()
        return any(one["name"] == self.name for page in found for one in page["stateMachines"])

    def revisions(self, job: str = "train") -> list[int]:
        """The active ones of a job definition."""
        found = self.aws.client("batch").describe_job_definitions(
            jobDefinitionName=f"{self.name}-{job}", status="ACTIVE"
        )
        return sorted(one["revision"] for one in found["jobDefinitions"])

    def schedule(self) -> dict[str, Any] | None:
        client = self.aws.client("scheduler")
        names = {one["Name"] for one in client.list_schedules()["Schedules"]}
        if self.name not in names:
            return None
        return cast("dict[str, Any]", client.get_schedule(Name=self.name))

    def rules(self) -> dict[str, list[dict[str, Any]]]:
        """The targets of each rule."""
        client = self.aws.client("events")
        rules = client.list_rules(NamePrefix=self.name)["Rules"]
        return {
            one["Name"].removeprefix(f"{self.name}-on-"): client.list_targets_by_rule(
                Rule=one["Name"]
            )["Targets"]
            for one in rules
        }
