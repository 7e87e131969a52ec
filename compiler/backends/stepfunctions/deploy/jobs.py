"""Job definitions in AWS Batch, where each change of one is a new revision.

A revision has a tag with the digest of what it was registered from, so that nothing is registered
twice. Older ones stay active as long as a version of the state machine names them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from compiler.backends.deployer import Change
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.deploy.tags import DEPLOYMENT, DIGEST
from compiler.backends.stepfunctions.placeholders import filled

KIND = "job definition"


def job_changes(
    jobs: Mapping[str, Mapping[str, object]], deployment: str, values: dict[str, str], cloud: Cloud
) -> Iterator[Change]:
    """Adds the ARNs of the revisions to the values: now those that are there, else when made."""
    for placeholder, request in jobs.items():
        wanted = filled(request, values)
        assert isinstance(wanted, dict)
        name = wanted["jobDefinitionName"]
        digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
        latest = _latest(name, cloud)
        if latest is not None and latest.get("tags", {}).get(DIGEST) == digest:
            values[placeholder] = latest["jobDefinitionArn"]
            yield Change("unchanged", KIND, name)
            continue
        tags = {**wanted.get("tags", {}), DEPLOYMENT: deployment, DIGEST: digest}
        register = partial(_register, {**wanted, "tags": tags}, placeholder, values, cloud)
        yield Change("update" if latest else "create", KIND, name, register)


def job_removal(deployment: str, cloud: Cloud) -> Iterator[Change]:
    """All revisions of the deployment's, also of job definitions that the flow no longer has."""
    found: dict[str, list[str]] = {}
    for one in _own(deployment, cloud):
        found.setdefault(one["jobDefinitionName"], []).append(one["jobDefinitionArn"])
    for name, revisions in sorted(found.items()):
        yield Change("delete", KIND, name, partial(_deregister, revisions, cloud))


def old_revisions(
    deployment: str, definitions: Collection[str], wanted: Collection[str], cloud: Cloud
) -> Iterator[Change]:
    """Deregisters those that are neither wanted nor named in any of these state machines."""
    for one in sorted(_own(deployment, cloud), key=lambda one: str(one["jobDefinitionArn"])):
        revision = one["jobDefinitionArn"]
        named = any(json.dumps(revision) in definition for definition in definitions)
        if revision not in wanted and not named:
            name = f"{one['jobDefinitionName']}:{one['revision']}"
            deregister = partial(_deregister, [revision], cloud)
            yield Change("delete", f"revision of a {KIND}", name, deregister)


def _register(
    request: Mapping[str, Any], placeholder: str, values: dict[str, str], cloud: Cloud
) -> None:
    answer = cloud.call("batch", "register_job_definition", **request)
    values[placeholder] = answer["jobDefinitionArn"]


def _deregister(revisions: Iterable[str], cloud: Cloud) -> None:
    for revision in revisions:
        cloud.call("batch", "deregister_job_definition", jobDefinition=revision)


def _own(deployment: str, cloud: Cloud) -> Iterator[dict[str, Any]]:
    """All active revisions of the deployment's."""
    for one in cloud.pages("batch", "describe_job_definitions", "jobDefinitions", status="ACTIVE"):
        if one.get("tags", {}).get(DEPLOYMENT) == deployment:
            yield one


def _latest(name: str, cloud: Cloud) -> dict[str, Any] | None:
    revisions: Iterator[dict[str, Any]] = cloud.pages(
        "batch",
        "describe_job_definitions",
        "jobDefinitions",
        jobDefinitionName=name,
        status="ACTIVE",
    )
    return max(revisions, key=lambda one: int(one["revision"]), default=None)
