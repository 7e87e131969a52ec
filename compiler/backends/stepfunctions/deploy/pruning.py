"""Old versions of a state machine, and old revisions of job definitions, which nothing needs.

A state machine has at most 1,000 versions, and none goes by itself ("PublishStateMachineVersion",
Step Functions API Reference). A run goes on with the version that it has begun with, and submits
jobs of the revisions that this version names, which Batch refuses once they are deregistered. So
whatever a run or an alias may still need stays, and what is not known to be unneeded, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from compiler.backends.deployer import Change
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.deploy.jobs import old_revisions
from compiler.backends.stepfunctions.deploy.machine import KIND
from compiler.backends.stepfunctions.deploy.versions import Versions

MOST_VERSIONS = 100
"""Of which there may be more before any is deleted. To look at what is needed takes a request for
each that stays, so it is not done at every deployment."""
KEPT_VERSIONS = 50
"""The newest, which stay whether anything needs them or not: a failed run can be redriven."""


def old_versions(
    deployment: str, versions: Versions, wanted: Collection[str], cloud: Cloud
) -> Iterator[Change]:
    """Deletes versions, then the revisions that no version names any more; `wanted` are those
    that the deployment is about to name."""
    newest = versions.newest()
    running = versions.running() if len(newest) > MOST_VERSIONS else None
    if running is None:
        return
    needed = {*newest[:KEPT_VERSIONS], *versions.aliased(), *running}
    old = [version for version in newest if version not in needed]
    for version in old:
        name = version.rpartition(":stateMachine:")[2]
        yield Change("delete", f"version of a {KIND}", name, partial(versions.delete, version))
    if old:
        kept = [versions.definition(version) for version in newest if version in needed]
        yield from old_revisions(deployment, kept, wanted, cloud)
