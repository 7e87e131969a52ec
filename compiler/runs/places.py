"""Finds a run, a step or a task by what a person types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from compiler.diagnostics.diagnostic import did_you_mean
from compiler.runs.status import end_of_flow
from runtime_shim.contract import runs_folder
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.manifest import TaskId
from runtime_shim.run_record import RunRecord
from runtime_shim.store import Store
from runtime_shim.store.together import together

LATEST = "latest"
"""Stands for the newest run."""


class NotThere(Exception):
    """The datastore has no such thing; the message says what it has instead."""


@dataclass(frozen=True)
class Place:
    """A run, one of its steps, or one of its tasks."""

    history: History
    record: RunRecord
    step: str | None = None
    task: TaskId | None = None

    @property
    def tasks(self) -> list[TaskId]:
        """The tasks there, step by step in the order in which the steps began."""
        if self.task is not None:
            return [self.task]
        steps = [self.step] if self.step is not None else steps_of(self.history)
        tasks = together(self.history.store, self.history.tasks, steps)
        return [task for of_step in tasks for task in of_step]

    @property
    def pathspec(self) -> str:
        """Its full name, such as `TrainFlow/17/train/3`."""
        if self.task is not None:
            return self.history.pathspec(self.task)
        return "/".join(filter(None, (self.history.flow, self.history.run, self.step)))


def flows_of(store: Store) -> list[str]:
    """The flows that have had a run, by name."""
    names = list(store.list(""))
    with_runs = together(store, lambda name: any(store.list(runs_folder(name))), names)
    return [name for name, has_runs in zip(names, with_runs, strict=True) if has_runs]


def records_of(
    store: Store, flow: str | None = None, unreadable: dict[str, FlowcError] | None = None
) -> list[RunRecord]:
    """The runs of a flow, or of all, newest first.

    Those whose record is damaged, or another user's alone, are left out, and what is wrong
    with them is put into `unreadable` by their ids.
    """
    flows = [flow] if flow is not None else flows_of(store)
    runs = together(store, lambda name: list(store.list(runs_folder(name))), flows)
    places = [(name, run) for name, names in zip(flows, runs, strict=True) for run in names]
    found = []
    for (_, run), record in zip(
        places, together(store, partial(_read, store), places), strict=True
    ):
        if isinstance(record, RunRecord):
            found.append(record)
        elif record is not None and unreadable is not None:
            unreadable[run] = record
    return sorted(found, key=lambda record: (record.created, record.run), reverse=True)


def _read(store: Store, place: tuple[str, str]) -> RunRecord | FlowcError | None:
    """The record of a run, or why it cannot be read."""
    try:
        return History(store, *place).record()
    except FlowcError as error:
        return error


def steps_of(history: History) -> list[str]:
    """The steps that a run has come to, in the order in which they began."""

    def began(step: str) -> tuple[float, str]:
        times = (_began(history, task) for task in history.tasks(step)[:1])
        return next(times, float("inf")), step

    return [step for _, step in sorted(together(history.store, began, history.steps()))]


def find_place(store: Store, text: str, namespace: str | None = None) -> Place:
    """What `[FLOW/]RUN[/STEP[/TASK]]` names; raises `NotThere`.

    The run is its id, the beginning or the end of it where only one run has that, or
    `latest`, of those in the namespace; it may be left out after a flow at the end. Raises
    `FlowcError` for a run whose record cannot be read.
    """
    parts = text.split("/")
    flow = parts.pop(0) if _is_flow(store, parts[0]) else None
    unreadable: dict[str, FlowcError] = {}
    records = records_of(store, flow, unreadable)
    if parts and parts[0] in unreadable:
        raise unreadable[parts[0]]
    run = parts.pop(0) if parts else LATEST
    record = _record(records, run, flow, store, namespace)
    history = History(store, record.flow, record.run)
    if not parts:
        return Place(history, record)
    step = _step(history, parts.pop(0))
    if not parts:
        return Place(history, record, step)
    if len(parts) > 1:
        raise NotThere(f"`{text}` has more parts than FLOW/RUN/STEP/TASK")
    return Place(history, record, step, _task(history, step, parts[0]))


def completions(store: Store, beginning: str) -> Iterator[str]:
    """What a shell may offer for the beginning of a `FLOW/RUN/STEP/TASK`."""
    before, slash, last = beginning.rpartition("/")
    if not slash:
        flows = [flow for flow in flows_of(store) if flow.startswith(last)]
        yield from flows
        # A shell puts a space after the only candidate, so a lone flow is entered.
        if len(flows) == 1 and last:
            yield from completions(store, f"{flows[0]}/")
        return
    yield from (f"{before}/{name}" for name in _inside(store, before) if name.startswith(last))


def _inside(store: Store, pathspec: str) -> list[str]:
    if _is_flow(store, pathspec):
        return [LATEST, *(record.run for record in records_of(store, pathspec))]
    try:
        place = find_place(store, pathspec)
    except NotThere:
        return []
    if place.step is None:
        return steps_of(place.history)
    return [] if place.task is not None else [task.name for task in place.tasks]


def _began(history: History, task: TaskId) -> float:
    first = next(iter(history.failures(task)), None) or history.newest(task)
    return float("inf") if first is None else first.started


def _is_flow(store: Store, name: str) -> bool:
    return name in flows_of(store)


def _record(
    records: Sequence[RunRecord], run: str, flow: str | None, store: Store, namespace: str | None
) -> RunRecord:
    of_flow = f" of {flow}" if flow is not None else ""
    if not records:
        raise NotThere(f"there is no run{of_flow} in the datastore {store.root}")
    if run == LATEST:
        for record in records:
            if record.is_in(namespace):
                return record
        raise NotThere(
            f"there is no run{of_flow} in the namespace {namespace}; in others the newest is "
            f"{records[0].flow}/{records[0].run}"
        )
    same = [record for record in records if record.run == run]
    like = same or [
        one for one in records if run and (one.run.startswith(run) or one.run.endswith(run))
    ]
    if len(like) > 1:
        names = ", ".join(f"{record.flow}/{record.run}" for record in like[:3])
        raise NotThere(f"`{run}` may be {len(like)} runs, such as {names}: write more of the id")
    if not like:
        known = [*dict.fromkeys(record.flow for record in records), *(one.run for one in records)]
        what = (
            f"no run `{run}` of {flow}" if flow is not None else f"neither a flow nor a run `{run}`"
        )
        newest = [one for one in records if one.is_in(namespace)][:1]
        if any(run in History(store, one.flow, one.run).steps() for one in newest):
            step = "/".join(filter(None, [flow, LATEST, run]))
            hint = f"; did you mean the step `{step}`?"
        else:
            hint = did_you_mean(run, known)
        raise NotThere(f"there is {what} in the datastore {store.root}{hint}")
    return like[0]


def _step(history: History, name: str) -> str:
    steps = steps_of(history)
    if name in steps:
        return name
    run, reached = f"{history.flow}/{history.run}", ", ".join(steps) or "none yet"
    hint = did_you_mean(name, steps)
    if end_of_flow(history) is not None:
        raise NotThere(f"the run {run} has no step `{name}`{hint or f'; it has {reached}'}")
    raise NotThere(
        f"the run {run} has not reached a step `{name}`{hint or f'; so far it has {reached}'}"
    )


def _task(history: History, step: str, name: str) -> TaskId:
    tasks = history.tasks(step)
    for task in tasks:
        if task.name == name:
            return task
    names = [task.name for task in tasks]
    shown = f"{names[0]} to {names[-1]}" if len(names) > 1 else "".join(names)
    raise NotThere(
        f"the step {history.flow}/{history.run}/{step} has no task `{name}`; it has {shown}"
    )
