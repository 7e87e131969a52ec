"""The record of a run (`contract.run_key`), and of how it ended (`contract.end_key`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from runtime_shim.identity import python_version
from runtime_shim.project import ProjectContext


@dataclass(frozen=True)
class RunRecord:
    """Who started a run, when, and what it goes back to."""

    flow: str
    run: str
    created: float
    """Seconds since the epoch."""
    user: str
    namespace: str
    """`user:NAME`, or `production:...`; what the client filters by."""
    tags: tuple[str, ...] = ()
    system_tags: tuple[str, ...] = ()
    origin: str | None = None
    """The run that this one resumes."""
    scheduler: str = "local"
    process: int | None = None
    """Of a local run the process that schedules it, on `host`."""
    host: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    """The texts of those that were given, for `resume` to start with."""
    file: str | None = None
    """The flow's source, relative to the root of its project."""
    root: str | None = None
    """That root, relative to a datastore that is a folder."""
    configs: Mapping[str, Any] = field(default_factory=dict)
    """The values of the flow's `Config`s in the plan, for `resume` to keep."""

    @property
    def runtime(self) -> str:
        """What Metaflow calls the scheduler: `dev` for the user's own machine."""
        return "dev" if self.scheduler == "local" else self.scheduler

    @property
    def all_system_tags(self) -> frozenset[str]:
        """With those that other fields say."""
        return frozenset((self.namespace, f"runtime:{self.runtime}", *self.system_tags))

    def is_in(self, namespace: str | None) -> bool:
        """Whether who looks into a namespace, None for all of them, sees the run."""
        return namespace in (None, self.namespace, *self.tags)

    def to_json(self) -> bytes:
        """As it is stored."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True)
class RunEnd:
    """How a run ended. A killed scheduler leaves none."""

    status: str
    """`succeeded`, `failed` or `interrupted`."""
    finished: float
    reason: str | None = None
    """Why it did not succeed, in whole sentences."""

    def to_json(self) -> bytes:
        """As it is stored."""
        return json.dumps(asdict(self)).encode()


def system_tags(user: str, project: ProjectContext | None) -> tuple[str, ...]:
    """The tags that every run gets that starts in this process, for `RunRecord.system_tags`."""
    tags = (f"python_version:{python_version()}", f"user:{user}")
    if project is None:
        return tags
    return (*tags, f"project:{project.name}", f"project_branch:{project.branch_name(user)}")


def read_run_record(content: bytes) -> RunRecord:
    """What `RunRecord.to_json` wrote. Keys that a later version added are passed over."""
    table: dict[str, Any] = json.loads(content)
    table["tags"] = tuple(table["tags"])
    table["system_tags"] = tuple(table["system_tags"])
    known = {field.name for field in fields(RunRecord)}
    return RunRecord(**{name: value for name, value in table.items() if name in known})


def read_run_end(content: bytes) -> RunEnd:
    """What `RunEnd.to_json` wrote."""
    return RunEnd(**json.loads(content))
