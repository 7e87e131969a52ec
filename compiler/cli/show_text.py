"""What `flowc show` prints for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from compiler.cli.console import command_line
from compiler.cli.human import Cell, duration, moment, state, table, tags_text
from compiler.cli.run_text import without_controls
from compiler.diagnostics.render.terminal import plain
from compiler.runs.places import Place
from compiler.runs.status import RunStatus, seconds_of
from compiler.runs.tasks import CAUGHT, DONE, FAILED, REUSED, Attempt, TaskView
from runtime_shim.manifest import Manifest

_MANY = 12
"""Tasks of a step from which on those that are done share a row."""
_FAILURES = 10
"""How many failures are told of."""


def render(
    place: Place,
    status: RunStatus,
    views: Sequence[TaskView],
    datastore: str | None,
    colour: bool,
) -> str:
    """What is there, in tables, and why it failed. The datastore is as an option named it."""
    if place.task is not None and views:
        return _one_task(place, views[0], colour)
    rows: list[Sequence[Cell]] = [("STEP", "TASK", "STATE", "ATTEMPTS", "TIME", "NEXT")]
    for _, tasks in groupby(views, key=lambda view: view.task.step):
        rows.extend(_step(list(tasks), whole=place.step is not None))
    nothing = "No step has started" if place.step is None else f"`{place.step}` has not started"
    tasks_table = table(rows, colour, right=(3, 4)) if views else f"{nothing}.\n"
    head = _head(place, status, views, colour)
    if status.word in ("failed", "interrupted", "died"):
        command = command_line(datastore, "resume", "--run", place.record.run)
        head += f"To go on with it: {command}\n"
    return "\n".join([head, tasks_table, *_failures(place, views, datastore)])


def _head(place: Place, status: RunStatus, views: Sequence[TaskView], colour: bool) -> str:
    record = place.record
    facts: list[Sequence[Cell]] = [
        ("RUN", "STATUS", "STARTED", "DURATION", "USER", "TAGS"),
        (
            f"{record.flow}/{record.run}",
            state(status.word),
            moment(record.created),
            duration(seconds_of(record, status)),
            record.user,
            tags_text(record.tags),
        ),
    ]
    more = f"It resumed {record.flow}/{record.origin}.\n" if record.origin else ""
    # That a task failed is told with the tasks.
    if status.reason and not any(view.state == FAILED for view in views):
        more += f"{plain(status.reason)}\n"
    return table(facts, colour) + more


def _step(views: list[TaskView], whole: bool) -> Iterator[Sequence[Cell]]:
    """A row for each task; where they are many, one for those that need no attention."""
    if whole or len(views) < _MANY:
        yield from (_row(view) for view in views)
        return
    calm = [view for view in views if view.state in (DONE, REUSED)]
    for word, count in Counter(view.state for view in calm).items():
        alike = [view for view in calm if view.state == word]
        attempts = sum(len(view.attempts) for view in alike)
        spent = sum(view.seconds or 0.0 for view in alike)
        step = views[0].task.step
        yield step, f"{count} tasks", state(word), str(attempts), duration(spent), _next(alike[0])
    yield from (_row(view) for view in views if view not in calm)


def _row(view: TaskView) -> Sequence[Cell]:
    return (
        view.task.step,
        view.task.name,
        state(view.state),
        str(len(view.attempts)),
        duration(view.seconds),
        _next(view),
    )


def _next(view: TaskView) -> str:
    shown = view.shown
    if shown is None or view.state == FAILED:
        return ""
    width = "" if shown.next.width is None else f" x {shown.next.width}"
    return ", ".join(shown.next.targets) + width


def _failures(place: Place, views: Sequence[TaskView], datastore: str | None) -> Iterator[str]:
    failed = [view for view in views if view.state in (FAILED, CAUGHT)]
    for view in failed[:_FAILURES]:
        error = view.shown.error if view.shown else None
        if error is None:
            continue
        name = place.history.pathspec(view.task)
        word = "failed" if view.state == FAILED else "was caught"
        more = command_line(datastore, "logs", name)
        yield f"{name} {word}: {plain(error.summary)}\nMore: {more}\n"
    if len(failed) > _FAILURES:
        yield f"{len(failed) - _FAILURES} more failed.\n"


def _one_task(place: Place, view: TaskView, colour: bool) -> str:
    rows: list[Sequence[Cell]] = [("ATTEMPT", "STATE", "STARTED", "TIME", "ERROR")]
    rows.extend(_attempt(attempt) for attempt in view.attempts)
    parts = [f"{place.pathspec}: {view.state}\n"]
    if view.attempts:
        parts.append(table(rows, colour, right=(0, 3)))
    shown = view.shown
    if shown is not None:
        facts = [(name, text) for name, text in _facts(view, shown) if text]
        parts.append("".join(f"{name:<11}{plain(text)}\n" for name, text in facts))
        if shown.error is not None and shown.error.traceback:
            lines = shown.error.traceback.rstrip("\n").split("\n")
            parts.append("".join(f"{without_controls(line)}\n" for line in lines))
    return "\n".join(parts)


def _attempt(attempt: Attempt) -> Sequence[Cell]:
    made = attempt.manifest
    if made is None:
        return str(attempt.number), state(attempt.state), "-", "-", ""
    error = made.error.summary if made.error else ""
    spent = duration(made.finished - made.started)
    return str(attempt.number), state(attempt.state), moment(made.started), spent, error


def _facts(view: TaskView, shown: Manifest) -> Iterator[tuple[str, str]]:
    before = [f"{task.step}/{task.name}" for task in shown.inputs]
    many = f" and {len(before) - 3} more" if len(before) > 3 else ""
    yield "from", ", ".join(before[:3]) + many
    yield "index", ".".join(str(frame.index) for frame in shown.frames)
    yield "next", _next(view)
    yield "reused from", f" {shown.origin}" if shown.origin else ""
    yield "artifacts", ", ".join(shown.artifacts)
    yield "cards", ", ".join(shown.cards)
    yield "where", ", ".join(f"{key} {value}" for key, value in shown.system.items())
