"""The documents of a flow, by the name of their file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from compiler.backends.stepfunctions.models import Machine, Payload
from compiler.compute.batch_models import JobDefinition

MACHINE_FILE = "state-machine.asl.json"
JOBS_FILE = "job-definitions.json"
SCHEDULE_FILE = "schedule.json"
RULES_FILE = "rules.json"
TEMPLATE_FILE = "template.yaml"
ALIAS = "live"
"""Under which the state machine is started: it leads to the newest version."""


@dataclass(frozen=True, slots=True)
class Documents:
    """What a flow needs in AWS, in the form in which the services' APIs take it.

    Where an ARN belongs that only a deployment knows, there is a text `${Name}` and nothing
    else: `StateMachine`, `JobQueue`, `JobRole`, `ExecutionRole`, `SchedulerRole`, `EventsRole`,
    `EksCluster`, `EksEndpoint`, `EksCertificateAuthority`, and the names of `jobs`.
    """

    name: str
    machine: Machine
    jobs: Mapping[str, JobDefinition]
    """From the name of a placeholder to the request that registers the job definition."""
    schedule: Payload | None
    """The request that creates it, of EventBridge Scheduler."""
    rules: tuple[Payload, ...]
    """EventBridge's: `Rule` for the request that puts it, `Targets` for what it starts."""

    @property
    def files(self) -> dict[str, bytes]:
        """The documents as files, but for the template."""
        made = {MACHINE_FILE: as_json(self.machine), JOBS_FILE: as_json(self.jobs)}
        if self.schedule is not None:
            made[SCHEDULE_FILE] = as_json(self.schedule)
        if self.rules:
            made[RULES_FILE] = as_json(self.rules)
        return made


def as_json(document: object) -> bytes:
    """A document for people to read."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode(errors="replace")


def compact(document: object) -> str:
    """A document for a service, which counts its bytes."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)
