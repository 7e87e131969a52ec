"""Tries in a datastore what a run needs, and tells what works."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from compiler.datastore.permissions import permission_of
from compiler.datastore.trials import TRIALS, Bench, Conceals, Trial, Wrong
from runtime_shim.errors import FlowcError
from runtime_shim.store import Missing, Store
from runtime_shim.store.errors import AccessDenied
from runtime_shim.store.folder import FolderStore

WORKS = "works"
DENIED = "denied"
FAILS = "fails"
UNTRIED = "not tried"

_WITHOUT = {
    "delete": "A run does without it; `flowc gc` does not.",
    "give up an upload": "A run does without it, but the parts of uploads that break off stay, "
    "and cost: have a rule for the life cycle of the bucket remove them.",
}
"""What is still right where an operation is denied, for those that not everybody needs."""
_CONCEALED = (
    "Where an object is missing the store answers that access is denied. S3 does so to whoever "
    "may read objects and not list them. A run asks for what may not be there yet, and would "
    "take that for a failure."
)


@dataclass(frozen=True)
class Outcome:
    """What came of one trial."""

    operation: str
    state: str
    """`works`, `denied`, `fails`; `not tried` where an operation before it does not work."""
    permission: str
    seconds: float
    message: str | None = None
    """Whole sentences about what is wrong."""

    @property
    def is_wrong(self) -> bool:
        return self.state in (DENIED, FAILS)


@dataclass(frozen=True)
class Check:
    """What came of all trials."""

    outcomes: tuple[Outcome, ...]
    left: tuple[str, ...]
    """Keys of what could not be removed again."""

    @property
    def works(self) -> bool:
        return all(outcome.state == WORKS for outcome in self.outcomes)


def check(store: Store) -> Check:
    """Tries one operation after the other, in a folder of its own that it removes again."""
    bench = Bench(store, f"flowc-check-{uuid4().hex}")
    outcomes: list[Outcome] = []
    try:
        for trial in TRIALS:
            working = {None, *(one.operation for one in outcomes if one.state == WORKS)}
            outcomes.append(_tried(bench, trial, can_be_made=trial.after in working))
    finally:
        left = _cleared(bench)
    return Check(tuple(outcomes), left)


def _tried(bench: Bench, trial: Trial, *, can_be_made: bool) -> Outcome:
    permission = permission_of(bench.store.root, trial.need)
    if not can_be_made:
        message = f"It takes what does not work: {trial.after}."
        return Outcome(trial.name, UNTRIED, permission, 0.0, message)
    started = time.monotonic()
    try:
        trial.run(bench)
    except AccessDenied as error:
        state, message = DENIED, f"{error} {_WITHOUT.get(trial.name, '')}".rstrip()
    except Conceals:
        state, message = DENIED, _CONCEALED
    except Wrong as error:
        state, message = FAILS, str(error)
    except Missing:
        state, message = FAILS, "An object that was stored right before is not found."
    except FlowcError as error:
        state, message = FAILS, str(error)
    else:
        return Outcome(trial.name, WORKS, permission, _since(started))
    return Outcome(trial.name, state, permission, _since(started), message)


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)


def _cleared(bench: Bench) -> tuple[str, ...]:
    """Removes what the trials stored; what is left then."""
    left = []
    for key in sorted(map(bench.key, bench.stored)):
        try:
            bench.store.delete(key)
        except FlowcError:  # noqa: PERF203 - which one it is that stays
            left.append(key)
    if isinstance(bench.store, FolderStore) and not left:
        with suppress(FileNotFoundError, NotADirectoryError):
            Path(bench.store.root, bench.folder).rmdir()
    return tuple(left)
