"""What moto 5.2 lacks of the versions of state machines: their list, their end, and which one a
run has begun with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_PUBLISHING = ("createstatemachine", "updatestatemachine")
_LEADING = ("createstatemachinealias", "updatestatemachinealias")


@dataclass
class FakeVersions:
    """Learns of them by what is asked of moto, and answers."""

    versions: dict[str, list[str]] = field(default_factory=dict)
    """By the state machine."""
    live: dict[str, str] = field(default_factory=dict)
    """The version that an alias leads to."""
    begun: dict[str, str] = field(default_factory=dict)
    """The version of an execution that an alias has started."""

    def answer(self, operation: str, body: bytes, ask: Callable[[bytes], bytes]) -> bytes:
        """The answer to a request of Step Functions; `ask` asks moto."""
        request = json.loads(body)
        if operation == "liststatemachineversions":
            found = self.versions.get(request["stateMachineArn"], [])
            # In pages of two, the last of which has no token.
            first = int(request.get("nextToken", 0))
            page = [{"stateMachineVersionArn": one} for one in found[first : first + 2]]
            more = {"nextToken": str(first + 2)} if found[first + 2 :] else {}
            return json.dumps({"stateMachineVersions": page, **more}).encode()
        if operation == "deletestatemachineversion":
            version = request["stateMachineVersionArn"]
            self.versions[version.rpartition(":")[0]].remove(version)
            return b"{}"
        started = request.get("stateMachineArn") if operation == "startexecution" else None
        if started in self.live:
            # moto starts no alias.
            body = json.dumps({**request, "stateMachineArn": started.rpartition(":")[0]}).encode()
        answered = ask(body)
        said = json.loads(answered)
        if operation in _PUBLISHING and "stateMachineVersionArn" in said:
            version = said["stateMachineVersionArn"]
            self.versions.setdefault(version.rpartition(":")[0], []).append(version)
        elif operation in _LEADING:
            self._lead(request)
        elif started in self.live and "executionArn" in said:
            self.begun[said["executionArn"]] = self.live[started]
        elif operation == "listexecutions":
            return json.dumps({**said, "executions": self._with_versions(said)}).encode()
        return answered

    def _lead(self, request: dict[str, Any]) -> None:
        version = request["routingConfiguration"][0]["stateMachineVersionArn"]
        own = f"{version.rpartition(':')[0]}:{request.get('name')}"
        self.live[request.get("stateMachineAliasArn", own)] = version

    def _with_versions(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {**one, "stateMachineVersionArn": self.begun.get(one["executionArn"])}
            for one in said.get("executions", [])
        ]
