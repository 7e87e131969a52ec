"""The record of a run (`contract.run_key`), and of how it ended (`contract.end_key`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


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
    configs: Mapping[str, Any] = field(default_factory=dict)
    """The values of the flow's `Config`s in the plan, for `resume` to keep."""

    def to_json(self) -> bytes:
        """As it is stored."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True)
class RunEnd:
    """How a run ended. A killed scheduler leaves none."""

    status: str
    """`succeeded`, `failed` or `interrupted`."""
    finished: float

    def to_json(self) -> bytes:
        """As it is stored."""
        return json.dumps(asdict(self)).encode()


def read_run_record(content: bytes) -> RunRecord:
    """What `RunRecord.to_json` wrote."""
    table: dict[str, Any] = json.loads(content)
    table["tags"] = tuple(table["tags"])
    table["system_tags"] = tuple(table["system_tags"])
    return RunRecord(**table)


def read_run_end(content: bytes) -> RunEnd:
    """What `RunEnd.to_json` wrote."""
    return RunEnd(**json.loads(content))
