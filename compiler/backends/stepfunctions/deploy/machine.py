"""The state machine in Step Functions: a version for each change, and an alias to the newest.

A run keeps to the version that it has begun with, so a change disturbs none. What tells whether
there is a change is the version that the alias leads to: so it is made good, too, when a
deployment came to an end between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from compiler.backends.deployer import Change, DeployError
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.deploy.tags import DEPLOYMENT, FLOW
from compiler.backends.stepfunctions.documents import ALIAS, compact
from compiler.backends.stepfunctions.models import Machine
from compiler.backends.stepfunctions.partitions import with_resources
from compiler.backends.stepfunctions.placeholders import filled, used

KIND = "state machine"
NOT_THERE = ("StateMachineDoesNotExist", "ResourceNotFound")


class StateMachine:
    """The one of a name."""

    def __init__(self, name: str, flow: str, cloud: Cloud) -> None:
        self.name = name
        self._flow = flow
        self._cloud = cloud

    @property
    def arn(self) -> str:
        return self._cloud.arn("states", f"stateMachine:{self.name}")

    @property
    def alias(self) -> str:
        """The ARN of the alias, which is what starts runs."""
        return f"{self.arn}:{ALIAS}"

    def change(self, machine: Machine, role: str, values: Mapping[str, str]) -> Change:
        """What it takes to have it run this machine; not all values need be known yet."""
        existing = self.existing()
        live = self._live() if existing else None
        known = {*used(machine)} <= values.keys()
        wanted = self._text(machine, values) if known else None
        if live and live["definition"] == wanted and live["roleArn"] == role:
            return Change("unchanged", KIND, self.name)

        def apply() -> None:
            definition = self._text(machine, values)
            self._lead_to(self._publish(definition, role, new=existing is None))

        return Change("update" if existing else "create", KIND, self.name, apply)

    def removal(self) -> Iterator[Change]:
        """Deletes it with its versions. What still runs is ended at its next state."""
        existing = self._found()
        if existing is not None and existing["status"] != "DELETING":
            self._check_owner()
            yield Change("delete", KIND, self.name, self._delete)

    def existing(self) -> dict[str, Any] | None:
        """What is there under the name. Raises `DeployError` where it is somebody else's."""
        found = self._found()
        if found is None:
            return None
        if found["status"] == "DELETING":
            raise DeployError(
                f"The state machine {self.name} is being deleted. Repeat the command when the last "
                "of its runs has ended."
            )
        self._check_owner()
        return found

    def _text(self, machine: Machine, values: Mapping[str, str]) -> str:
        partition = self._cloud.partition
        text = compact(filled(machine, values))
        return with_resources(text, lambda action: f"arn:{partition}:states:::{action}")

    def _found(self) -> dict[str, Any] | None:
        return self._find("describe_state_machine", stateMachineArn=self.arn)

    def _check_owner(self) -> None:
        found = self._ask("list_tags_for_resource", resourceArn=self.arn)["tags"]
        tags = {tag["key"]: tag["value"] for tag in found}
        owner = tags.get(FLOW)
        if owner is None:
            raise DeployError(
                f"There is a state machine {self.name} which flowc deploy has not made, and which "
                "it therefore leaves alone: choose another name by `stepfunctions.name`."
            )
        if owner != self._flow:
            raise DeployError(
                f"The state machine {self.name} is that of the flow {owner}, not of {self._flow}, "
                "and is therefore left alone: choose another name by `stepfunctions.name`, or "
                "delete the other flow's."
            )

    def _live(self) -> dict[str, Any] | None:
        """The version that the alias leads to; None where it leads to more or is not there."""
        alias = self._find("describe_state_machine_alias", stateMachineAliasArn=self.alias)
        routes = alias["routingConfiguration"] if alias else []
        if len(routes) != 1:
            return None
        return self._find(
            "describe_state_machine", stateMachineArn=routes[0]["stateMachineVersionArn"]
        )

    def _publish(self, definition: str, role: str, *, new: bool) -> str:
        """The ARN of the version that has this definition."""
        request = {"definition": definition, "roleArn": role, "publish": True}
        if new:
            owner = {DEPLOYMENT: self.name, FLOW: self._flow}
            tags = [{"key": key, "value": value} for key, value in owner.items()]
            answer = self._ask("create_state_machine", name=self.name, tags=tags, **request)
        else:
            answer = self._ask("update_state_machine", stateMachineArn=self.arn, **request)
        version: str = answer["stateMachineVersionArn"]
        return version

    def _delete(self) -> None:
        self._ask("delete_state_machine", stateMachineArn=self.arn)

    def _lead_to(self, version: str) -> None:
        routes = [{"stateMachineVersionArn": version, "weight": 100}]
        if self._find("describe_state_machine_alias", stateMachineAliasArn=self.alias):
            self._ask(
                "update_state_machine_alias",
                stateMachineAliasArn=self.alias,
                routingConfiguration=routes,
            )
        else:
            self._ask("create_state_machine_alias", name=ALIAS, routingConfiguration=routes)

    def _ask(self, operation: str, **arguments: Any) -> dict[str, Any]:
        return self._cloud.call("states", operation, **arguments)

    def _find(self, operation: str, **arguments: Any) -> dict[str, Any] | None:
        return self._cloud.find("states", operation, NOT_THERE, **arguments)
