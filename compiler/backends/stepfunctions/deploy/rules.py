"""The rules in EventBridge, each with the one target that starts a run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from compiler.backends.deployer import Change, DeployError
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.deploy.tags import DEPLOYMENT

KIND = "rule"
_NOT_THERE = ("ResourceNotFoundException",)


class Rules:
    """Those of a deployment, on all buses: the settings may have named another one before."""

    def __init__(self, deployment: str, alias: str, cloud: Cloud) -> None:
        self._deployment = deployment
        self._alias = alias
        self._cloud = cloud

    def change(self, rule: Mapping[str, Any]) -> Change:
        """What it takes to have this rule with its targets."""
        request, targets = rule["Rule"], rule["Targets"]
        place = {"Name": request["Name"], "EventBusName": request["EventBusName"]}
        existing = self._cloud.find("events", "describe_rule", _NOT_THERE, **place)
        if existing is not None and self._is_as(existing, request, targets):
            return Change("unchanged", KIND, request["Name"])

        def apply() -> None:
            pattern = json.dumps(request["EventPattern"])
            # Of a rule that is there the request may not have tags.
            tags = {} if existing else {"Tags": [{"Key": DEPLOYMENT, "Value": self._deployment}]}
            self._ask("put_rule", **{**request, "EventPattern": pattern, **tags})
            self._ask(
                "put_targets",
                Rule=request["Name"],
                EventBusName=request["EventBusName"],
                Targets=targets,
            )

        return Change("update" if existing else "create", KIND, request["Name"], apply)

    def removal(self, kept: Iterable[Mapping[str, Any]] = ()) -> Iterator[Change]:
        """Deletes the rules of the deployment, but for these."""
        places = {(rule["Rule"]["EventBusName"], rule["Rule"]["Name"]) for rule in kept}
        buses = self._cloud.listed("events", "list_event_buses", "EventBuses", token="NextToken")
        for bus in buses:
            for name in self._own(bus["Name"]):
                if not places & {(bus["Name"], name), (bus["Arn"], name)}:
                    yield Change("delete", KIND, name, partial(self._delete, bus["Name"], name))

    def _is_as(
        self, existing: Mapping[str, Any], request: Mapping[str, Any], targets: list[Any]
    ) -> bool:
        place = (request["EventBusName"], request["Name"])
        return (
            json.loads(existing.get("EventPattern") or "null") == request["EventPattern"]
            and existing["State"] == request["State"]
            and self._targets(*place) == targets
        )

    def _own(self, bus: str) -> Iterator[str]:
        """Somebody else's rules may start the flow, too: a tag tells them apart."""
        found = self._cloud.find(
            "events",
            "list_rule_names_by_target",
            _NOT_THERE,
            TargetArn=self._alias,
            EventBusName=bus,
        )
        for name in found["RuleNames"] if found else ():
            arn = self._ask("describe_rule", Name=name, EventBusName=bus)["Arn"]
            tags = self._ask("list_tags_for_resource", ResourceARN=arn)["Tags"]
            if {"Key": DEPLOYMENT, "Value": self._deployment} in tags:
                yield name

    def _targets(self, bus: str, name: str) -> list[Any]:
        answer = self._ask("list_targets_by_rule", Rule=name, EventBusName=bus)
        targets: list[Any] = answer["Targets"]
        return targets

    def _delete(self, bus: str, name: str) -> None:
        ids = [target["Id"] for target in self._targets(bus, name)]
        if ids:
            self._ask("remove_targets", Rule=name, EventBusName=bus, Ids=ids)
        self._ask("delete_rule", Name=name, EventBusName=bus)

    def _ask(self, operation: str, **arguments: Any) -> dict[str, Any]:
        answer = self._cloud.call("events", operation, **arguments)
        if answer.get("FailedEntryCount"):
            failed = answer["FailedEntries"][0]
            raise DeployError(
                f"AWS refuses {operation} with {failed.get('ErrorCode')}: "
                f"{failed.get('ErrorMessage')}."
            )
        return answer
