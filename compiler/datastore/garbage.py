"""Finds what no run of a flow refers to, and removes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compiler.datastore.references import (
    AT_ONCE,
    InUse,
    References,
    Told,
    batches,
    read_references,
)
from runtime_shim import contract
from runtime_shim.errors import FlowcError
from runtime_shim.parallel import in_parallel
from runtime_shim.store import Entry, Store

_BLOB = re.compile("blobs/[0-9a-f]{2}/([0-9a-f]{64})")
_PACKAGE = re.compile(r"packages/([0-9a-f]{64})\.zip")
_ENVIRONMENT = re.compile(r"environments/([^/]+)\.zip")


@dataclass
class Tally:
    """Some objects of a store."""

    count: int = 0
    size: int = 0
    """Bytes."""

    def add(self, size: int) -> None:
        """One more."""
        self.count += 1
        self.size += size


@dataclass
class Collection:
    """What there is of a flow, and what of it nobody needs."""

    flow: str
    kept: Tally = field(default_factory=Tally)
    """What runs refer to."""
    young: Tally = field(default_factory=Tally)
    """What no run refers to yet: it may be of a task that has not committed."""
    unreferenced: Tally = field(default_factory=Tally)
    removed: Tally = field(default_factory=Tally)
    problem: FlowcError | None = None
    """Why the flow was left alone, or why removing ended before its time."""


def flows_with_objects(store: Store) -> list[str]:
    """The flows that have stored anything, by name."""
    return [flow for flow in store.list("") if any(any(store.list(one)) for one in _folders(flow))]


def collect(
    store: Store, flow: str, oldest: float, told: Told, *, packages: bool, delete: bool
) -> Collection:
    """Looks through what a flow has stored and, where asked to, removes what no run refers to.

    These are blobs, with `packages` also code packages and package environments. What was
    stored after `oldest`, in seconds since the epoch, stays: a task stores its blobs before
    the manifest that refers to them. A flow with a run that is not over is left alone, because
    a blob that is stored again stays as old as it was. Nothing is removed either where a
    manifest cannot be read.
    """
    found = Collection(flow)
    try:
        references = read_references(store, flow, oldest, told)
        for batch in batches(_objects(store, flow, packages)):
            garbage = _sorted_out(batch, references, oldest, found)
            if delete and garbage:
                _demand_no_other(references.runs, store, flow)
                _remove(store, garbage, found.removed)
            told(len(batch))
    except FlowcError as error:
        found.problem = error
    return found


def _folders(flow: str) -> tuple[str, ...]:
    return (
        contract.runs_folder(flow),
        contract.blobs_folder(flow),
        contract.packages_folder(flow),
        contract.environments_folder(flow),
    )


def _objects(store: Store, flow: str, packages: bool) -> Iterator[Entry]:
    yield from store.scan(contract.blobs_folder(flow))
    if packages:
        yield from store.scan(contract.packages_folder(flow))
        yield from store.scan(contract.environments_folder(flow))


def _sorted_out(
    batch: list[Entry], references: References, oldest: float, found: Collection
) -> list[Entry]:
    """Counts the objects, and gives those that nobody needs."""
    garbage = []
    for entry in batch:
        if _is_needed(entry.key, references):
            found.kept.add(entry.size)
        elif entry.modified > oldest:
            found.young.add(entry.size)
        else:
            found.unreferenced.add(entry.size)
            garbage.append(entry)
    return garbage


def _is_needed(key: str, references: References) -> bool:
    """Whether a run refers to the object, or it is none that flowc stores."""
    name = key.partition("/")[2]
    if blob := _BLOB.fullmatch(name):
        return bytes.fromhex(blob[1]) in references.blobs
    if package := _PACKAGE.fullmatch(name):
        return package[1] in references.packages
    if environment := _ENVIRONMENT.fullmatch(name):
        return any(environment[1].startswith(f"{one}-") for one in references.environments)
    return True


def _remove(store: Store, garbage: list[Entry], removed: Tally) -> None:
    """Also counts what is gone where one of them cannot be removed."""
    gone: list[int] = []

    def remove(entry: Entry) -> None:
        store.delete(entry.key)
        gone.append(entry.size)

    try:
        in_parallel(remove, garbage, AT_ONCE)
    finally:
        for size in gone:
            removed.add(size)


def _demand_no_other(known: set[str], store: Store, flow: str) -> None:
    """Raises `InUse` for a run that has left something since those were looked at."""
    folder = contract.runs_folder(flow)
    for run in store.list(folder):
        # An empty folder may be what somebody who removed a run left of it.
        if run not in known and any(store.scan(f"{folder}/{run}")):
            raise InUse(f"Its run {run} has begun in the meantime.")
