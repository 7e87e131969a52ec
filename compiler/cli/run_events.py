"""A run as JSON, for programs: one object a line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from compiler.backends.local.listener import AttemptId
from compiler.cli.run_state import Invocation, RunState
from runtime_shim.log_lines import LogLine
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.plan import Plan
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store import Store


class EventReport(RunState):
    """Writes an object for each event: `event` says which, `time` when in seconds since the
    epoch. A task is its `step` and its `path`; attempts count from 0."""

    def __init__(
        self, plan: Plan, invocation: Invocation, store: Store, write: Callable[[str], None]
    ) -> None:
        super().__init__(plan, invocation, store)
        self._write = write

    def run_started(self, record: RunRecord) -> None:
        super().run_started(record)
        self._event(
            "run_started",
            flow=record.flow,
            run=record.run,
            datastore=self.store.root,
            origin=record.origin,
            tags=record.tags,
        )

    def reused(self, manifest: Manifest) -> None:
        super().reused(manifest)
        self._event("task_reused", **_task(manifest.task), origin=manifest.origin)

    def step_changed(self, step: str) -> None:
        self._event("step_changed", step=step)

    def task_started(self, attempt: AttemptId, pid: int) -> None:
        super().task_started(attempt, pid)
        self._event("task_started", **_attempt(attempt), pid=pid)

    def line(self, attempt: AttemptId, line: LogLine) -> None:
        super().line(attempt, line)
        self._event("line", line.when, **_attempt(attempt), stream=line.stream, text=line.text)

    def task_ended(self, attempt: AttemptId, manifest: Manifest) -> None:
        seconds = round(self.took(attempt), 3)
        super().task_ended(attempt, manifest)
        self._event(
            "task_ended",
            **_attempt(attempt),
            seconds=seconds,
            caught=manifest.caught,
            next=manifest.next.targets,
            width=manifest.next.width,
            artifacts=sorted(manifest.artifacts),
        )

    def task_failed(self, attempt: AttemptId, reason: str) -> None:
        super().task_failed(attempt, reason)
        self._event("task_failed", **_attempt(attempt), reason=reason)

    def task_stopped(self, attempt: AttemptId) -> None:
        super().task_stopped(attempt)
        self._event("task_stopped", **_attempt(attempt))

    def retrying(self, attempt: AttemptId, wait_seconds: float, fallback: bool) -> None:
        super().retrying(attempt, wait_seconds, fallback)
        self._event(
            "task_retrying", **_attempt(attempt), wait_seconds=wait_seconds, fallback=fallback
        )

    def stopping(self, running: Sequence[AttemptId], reason: str) -> None:
        self._event("stopping", running=[_attempt(each) for each in running], reason=reason)

    def hook_line(self, hook: str, line: LogLine) -> None:
        self._event("hook_line", line.when, hook=hook, stream=line.stream, text=line.text)

    def hook_failed(self, hook: str, reason: str) -> None:
        self._event("hook_failed", hook=hook, reason=reason)

    def logs_incomplete(self, reason: str) -> None:
        self._event("logs_incomplete", reason=reason)

    def run_ended(self, end: RunEnd) -> None:
        super().run_ended(end)
        self._event(
            "run_ended",
            flow=self.plan.flow,
            run=self.run,
            status=end.status,
            reason=end.reason,
            seconds=round(self.seconds, 3),
            failed=[_attempt(failed.attempt) for failed in self.failed.values()],
            resume=None if end.status == "succeeded" else self.resume_command(),
        )

    def _event(self, event: str, when: float | None = None, **facts: Any) -> None:
        stamp = round(time.time() if when is None else when, 3)
        self._write(json.dumps({"event": event, "time": stamp, **facts}, ensure_ascii=False))


def _task(task: TaskId) -> dict[str, Any]:
    return {"step": task.step, "path": task.path}


def _attempt(attempt: AttemptId) -> dict[str, Any]:
    return {**_task(attempt.task), "attempt": attempt.number}
