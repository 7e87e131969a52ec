"""What `flowc show` prints for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from compiler.cli.human import iso
from compiler.runs.places import Place
from compiler.runs.status import RunStatus, seconds_of
from compiler.runs.tasks import Attempt, TaskView
from runtime_shim.manifest import Failure, Manifest, TaskId
from runtime_shim.run_record import RunRecord


def render(place: Place, status: RunStatus, views: Sequence[TaskView]) -> str:
    """The run, with a list of those of its tasks that were asked for."""
    facts = {**run_facts(place.record, status), "tasks": [_task(view) for view in views]}
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def run_facts(record: RunRecord, status: RunStatus) -> dict[str, Any]:
    """A run by itself, as `flowc runs` lists it."""
    return {
        "flow": record.flow,
        "run": record.run,
        "status": status.word,
        "created": iso(record.created),
        "finished": iso(status.finished),
        "seconds": seconds_of(record, status),
        "reason": status.reason,
        "user": record.user,
        "namespace": record.namespace,
        "tags": list(record.tags),
        "system_tags": list(record.system_tags),
        "origin": record.origin,
        "scheduler": record.scheduler,
        "parameters": dict(record.parameters),
    }


def _task(view: TaskView) -> dict[str, Any]:
    shown = view.shown
    facts = {
        **_names(view.task),
        "state": view.state,
        "attempts": [_attempt(attempt) for attempt in view.attempts],
    }
    return {**facts, **_manifest(shown)} if shown is not None else facts


def _manifest(shown: Manifest) -> dict[str, Any]:
    return {
        "index": shown.frames[-1].index if shown.frames else None,
        "origin": shown.origin,
        "next": {"steps": list(shown.next.targets), "width": shown.next.width},
        "inputs": [_names(task) for task in shown.inputs],
        "artifacts": list(shown.artifacts),
        "cards": list(shown.cards),
        "system": dict(shown.system),
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    facts: dict[str, Any] = {"attempt": attempt.number, "state": attempt.state}
    if attempt.manifest is not None:
        facts["started"] = iso(attempt.manifest.started)
        facts["finished"] = iso(attempt.manifest.finished)
        facts["error"] = _failure(attempt.manifest.error)
    return facts


def _failure(error: Failure | None) -> dict[str, str] | None:
    if error is None:
        return None
    return {"type": error.type, "message": error.message, "traceback": error.traceback}


def _names(task: TaskId) -> dict[str, str]:
    return {"step": task.step, "task": task.name}
