"""The job definitions that a service knows, and what it takes for one.

https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.engines.stepfunctions.batch.errors import BatchError, refuse_unless
from tests.engines.stepfunctions.batch.shapes import check_shape
from tests.engines.stepfunctions.details import ACCOUNT, REGION

NAME = re.compile(r"[A-Za-z0-9][\w-]{0,127}", re.ASCII)
LARGEST = 24 * 1024
"""Bytes. https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html"""
MOST_ATTEMPTS = 10
SHORTEST_TIMEOUT = 60
PATTERNS = ("onExitCode", "onStatusReason", "onReason")
RESERVED = "AWS_BATCH"
_ARN = f"arn:aws:batch:{REGION}:{ACCOUNT}:job-definition/"


@dataclass
class Definitions:
    """By revision ARN."""

    known: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def register(self, definition: Mapping[str, Any]) -> str:
        """The ARN of the new revision. Raises `BatchError` for what the service refuses."""
        check_definition(definition)
        with self._lock:
            prefix = f"{_ARN}{definition['jobDefinitionName']}:"
            revision = 1 + sum(arn.startswith(prefix) for arn in self.known)
            self.known[f"{prefix}{revision}"] = definition
            return f"{prefix}{revision}"

    def find(self, reference: str) -> tuple[str, Mapping[str, Any]]:
        """By an ARN, `name:revision`, or a name, which means its newest revision."""
        wanted = reference.removeprefix(_ARN)
        for arn, definition in reversed(self.known.items()):
            name = arn.removeprefix(_ARN)
            if wanted in (name, name.rpartition(":")[0]):
                return arn, definition
        raise BatchError("ClientException", f"JobDefinition {reference} not found")


def check_definition(definition: Mapping[str, Any]) -> None:
    """Raises `BatchError` for what the service refuses."""
    check_shape("RegisterJobDefinition", definition)
    refuse_unless(
        len(json.dumps(definition, separators=(",", ":")).encode()) <= LARGEST,
        f"the job definition has more than {LARGEST} bytes",
    )
    name = definition["jobDefinitionName"]
    refuse_unless(NAME.fullmatch(name) is not None, f"not a job definition's name: {name}")
    check_strategy(definition.get("retryStrategy", {}))
    check_timeout(definition.get("timeout", {}))
    for container in containers_of(definition):
        check_environment(container.get("environment", []))
        check_command(container.get("command", []))
        needed = {one["type"] for one in container.get("resourceRequirements", [])}
        refuse_unless({"VCPU", "MEMORY"} <= needed, f"{name} does not say VCPU and MEMORY")
        refuse_unless("image" in container, f"{name} has no image")


def containers_of(definition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Those of its nodes, or the one that it has."""
    if definition["type"] == "multinode":
        for nodes in definition["nodeProperties"]["nodeRangeProperties"]:
            yield nodes["container"]
    else:
        yield definition["containerProperties"]


def check_strategy(strategy: Mapping[str, Any]) -> None:
    """Of retries."""
    attempts = strategy.get("attempts", 1)
    refuse_unless(1 <= attempts <= MOST_ATTEMPTS, f"retryStrategy.attempts is {attempts}")
    rules = strategy.get("evaluateOnExit", [])
    refuse_unless(len(rules) <= 5, f"evaluateOnExit has {len(rules)} rules")
    for rule in rules:
        for pattern in (rule[name] for name in PATTERNS if name in rule):
            refuse_unless("*" not in pattern[:-1], f"an asterisk in the midst of {pattern!r}")


def check_timeout(timeout: Mapping[str, Any]) -> None:
    """Of an attempt."""
    seconds = timeout.get("attemptDurationSeconds", SHORTEST_TIMEOUT)
    refuse_unless(seconds >= SHORTEST_TIMEOUT, f"attemptDurationSeconds is {seconds}")


def check_environment(entries: list[Mapping[str, str]]) -> None:
    """Of a container, or what overrides it."""
    for entry in entries:
        name = entry["name"]
        refuse_unless(not name.startswith(RESERVED), f"environment variable {name} is reserved")


def check_command(command: list[str]) -> None:
    """Of a container, or what overrides it."""
    refuse_unless(all(command), "Container command strings must not be empty")
