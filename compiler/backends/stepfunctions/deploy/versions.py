"""The versions that a state machine has, and what needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compiler.backends.stepfunctions.deploy.cloud import Cloud


class Versions:
    """Those of the state machine with that ARN, which is there."""

    def __init__(self, machine: str, cloud: Cloud) -> None:
        self._machine = machine
        self._cloud = cloud

    def newest(self) -> list[str]:
        """The ARNs of all, newest first."""
        found = self._listed("list_state_machine_versions", "stateMachineVersions")
        arns = [str(one["stateMachineVersionArn"]) for one in found]
        return sorted(arns, key=lambda arn: int(arn.rpartition(":")[2]), reverse=True)

    def aliased(self) -> set[str]:
        """Those that an alias leads to, whosever alias it is."""
        aliases = self._listed("list_state_machine_aliases", "stateMachineAliases")
        found = set()
        for one in aliases:
            arn = one["stateMachineAliasArn"]
            alias = self._ask("describe_state_machine_alias", stateMachineAliasArn=arn)
            found |= {route["stateMachineVersionArn"] for route in alias["routingConfiguration"]}
        return found

    def running(self) -> set[str] | None:
        """Those of the runs that go on; None where one was started without a version, so that
        nobody knows what it needs."""
        found = self._cloud.pages(
            "states",
            "list_executions",
            "executions",
            stateMachineArn=self._machine,
            statusFilter="RUNNING",
        )
        versions = {one.get("stateMachineVersionArn") for one in found}
        return None if None in versions else versions

    def definition(self, version: str) -> str:
        """The text of one."""
        text: str = self._ask("describe_state_machine", stateMachineArn=version)["definition"]
        return text

    def delete(self, version: str) -> None:
        """Step Functions refuses it where an alias leads there."""
        self._ask("delete_state_machine_version", stateMachineVersionArn=version)

    def _listed(self, operation: str, result: str) -> Iterator[Any]:
        return self._cloud.listed(
            "states", operation, result, token="nextToken", stateMachineArn=self._machine
        )

    def _ask(self, operation: str, **arguments: Any) -> dict[str, Any]:
        return self._cloud.call("states", operation, **arguments)
