"""What the runs of a flow refer to, and whether one of them may still come to refer to more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TypeVar

from compiler.runs.status import DIED, RUNNING, UNKNOWN, run_status
from runtime_shim import contract
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.parallel import in_parallel
from runtime_shim.store import Missing, Store

Item = TypeVar("Item")
Told = Callable[[int], None]
"""Is called with the number of objects that were looked at since the last call."""

AT_ONCE = 16
"""How many requests are under way together."""
_BATCH = 1000
_RECORD = re.compile(
    r"run\.json|end\.json|([^/]+)/([^/]+)/(attempts|failures)/(0|[1-9][0-9]*)\.json"
)
"""The key of a record, within its run: of the run, its end, an attempt, or one that failed."""


class InUse(FlowcError):
    """A run of the flow is not over: what it stores next may be anything that is there already."""


@dataclass(frozen=True)
class References:
    """What some runs, or one attempt, refer to."""

    runs: set[str] = field(default_factory=set)
    """The runs that have left anything, by id."""
    blobs: set[bytes] = field(default_factory=set)
    """Digests."""
    packages: set[str] = field(default_factory=set)
    """Digests of code packages, in hexadecimal."""
    environments: set[str] = field(default_factory=set)
    """Ids of package environments."""

    def add(self, more: References) -> None:
        self.blobs.update(more.blobs)
        self.packages.update(more.packages)
        self.environments.update(more.environments)


def read_references(store: Store, flow: str, since: float, told: Told) -> References:
    """What all runs of the flow refer to.

    Raises `DamagedRecord` for a record that cannot be read, or was written by a later version,
    which may refer to things in ways that this one does not know. What has damaged a record
    that refers to nothing, such as `run.json`, may have taken others away. Raises `InUse`
    where a run is not over: its process is there; or nothing says how it ended, and it has
    left something after `since`, in seconds since the epoch.
    """
    found = References()
    folder = contract.runs_folder(flow)
    newest: dict[str, float] = {}
    over = set()
    for batch in batches(store.scan(folder)):
        records = []
        for entry in batch:
            run, _, name = entry.key[len(folder) + 1 :].partition("/")
            newest[run] = max(newest.get(run, 0.0), entry.modified)
            if entry.key == contract.end_key(flow, run):
                over.add(run)
            if record := _RECORD.fullmatch(name):
                records.append((run, record))
        for references in in_parallel(partial(_read, store, flow), records, AT_ONCE):
            found.add(references)
        told(len(batch))
    found.runs.update(newest)
    for run in newest.keys() - over:
        _demand_over(History(store, flow, run), newest[run] > since)
    return found


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, some of them at a time."""
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _read(store: Store, flow: str, found: tuple[str, re.Match[str]]) -> References:
    run, record = found
    history = History(store, flow, run)
    step, task, kind, number = record.groups()
    if kind is None:
        (history.end if record[0] == "end.json" else history.record)()
        return References()
    read = history.attempt if kind == "attempts" else history.failure
    try:
        return _references(read(TaskId(step, "" if task == "-" else task), int(number)))
    except Missing:  # somebody is removing the run
        return References()


def _references(manifest: Manifest) -> References:
    system = manifest.system
    blobs = (
        blob.sha256
        for artifact in manifest.artifacts.values()
        for blob in (artifact.blob, *artifact.buffers)
    )
    return References(
        blobs={bytes.fromhex(sha256) for sha256 in blobs},
        packages={system["package"]} if "package" in system else set(),
        environments={system["environment"]} if "environment" in system else set(),
    )


def _demand_over(history: History, recent: bool) -> None:
    """Raises `InUse` for a run that goes on, or may."""
    record = history.record()
    # A scheduler elsewhere is not asked about a run that has been silent for long.
    if record is not None and (recent or record.process is not None):
        status = run_status(history, record).word
        if status == RUNNING:
            raise InUse(f"Its run {history.run} is running.")
        recent = recent and status in (UNKNOWN, DIED)
    if recent:
        raise InUse(
            f"Nothing says how its run {history.run} ended, and that has left something lately. "
            "It counts as over when it has left nothing for the time of grace."
        )
