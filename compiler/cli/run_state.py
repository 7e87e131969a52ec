"""What happened in a run so far, as its reports need it."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compiler.backends.local.listener import AttemptId, Listener
from compiler.cli.console import command_line
from compiler.cli.run_id_file import write_run_id
from runtime_shim.contract import pathspec
from runtime_shim.log_lines import LogLine
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.plan import Plan
from runtime_shim.run_record import RunRecord
from runtime_shim.store import Store

LAST_LINES = 12
"""How many lines of a failed task its report repeats."""


@dataclass
class StepState:
    """The tasks of one step, counted."""

    expected: int = 0
    """How many the foreach or gang before it starts; 0 where it is in none."""
    running: int = 0
    done: int = 0
    """Those that were reused included."""
    failed: int = 0


@dataclass(frozen=True)
class FailedTask:
    """A task that failed, as long as nothing tries it again."""

    attempt: AttemptId
    reason: str
    """As `Listener.task_failed` has it."""
    last_lines: Sequence[str]


@dataclass(frozen=True)
class Invocation:
    """How the command was called, as far as advice repeats it."""

    flow: str
    """`FLOW[:CLASS]`"""
    datastore: str | None
    """`--datastore` as it was given, if it was."""
    run_id_file: Path | None = None

    def command(self, *words: str) -> str:
        """A command line of flowc over the same datastore."""
        return command_line(self.datastore, *words)


@dataclass
class RunState(Listener):
    """Keeps count. Reports derive from it and call it before they say anything."""

    plan: Plan
    invocation: Invocation
    store: Store
    record: RunRecord | None = None
    steps: dict[str, StepState] = field(init=False)
    reused_steps: Counter[str] = field(default_factory=Counter)
    retries: int = 0
    failed: dict[TaskId, FailedTask] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    _lines: dict[AttemptId, deque[str]] = field(default_factory=dict)
    _since: dict[AttemptId, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.steps = {name: StepState() for name in self.plan.steps}

    @property
    def run(self) -> str:
        assert self.record is not None, "a run has an id before anything happens in it"
        return self.record.run

    @property
    def seconds(self) -> float:
        """Since the command began."""
        return time.monotonic() - self.began

    @property
    def tasks_done(self) -> int:
        return sum(step.done for step in self.steps.values()) - self.reused_steps.total()

    def task(self, task: TaskId) -> str:
        """The task as people see it, such as `17/train/3.0`."""
        return f"{self.run}/{task}"

    def resume_command(self) -> str:
        """What goes on with this run, from where it ended."""
        return self.invocation.command("resume", self.invocation.flow, "--run", self.run)

    def logs_command(self, task: TaskId) -> str:
        """What shows all that a task printed."""
        path = pathspec(self.plan.flow, self.run, task.step, task.path)
        return self.invocation.command("logs", path)

    def run_started(self, record: RunRecord) -> None:
        self.record = record
        if self.invocation.run_id_file is not None:
            write_run_id(self.invocation.run_id_file, record.run)

    def reused(self, manifest: Manifest) -> None:
        self.reused_steps[manifest.task.step] += 1
        self._done(manifest)

    def task_started(self, attempt: AttemptId, pid: int) -> None:  # noqa: ARG002
        self.steps[attempt.task.step].running += 1
        self._lines[attempt] = deque(maxlen=LAST_LINES)
        self._since[attempt] = time.monotonic()

    def line(self, attempt: AttemptId, line: LogLine) -> None:
        self._lines[attempt].append(line.text)

    def task_ended(self, attempt: AttemptId, manifest: Manifest) -> None:
        self._stopped(attempt)
        self._done(manifest)

    def task_failed(self, attempt: AttemptId, reason: str) -> None:
        lines = self._stopped(attempt)
        self.steps[attempt.task.step].failed += 1
        self.failed[attempt.task] = FailedTask(attempt, reason, lines)

    def task_stopped(self, attempt: AttemptId) -> None:
        self._stopped(attempt)

    def retrying(self, attempt: AttemptId, wait_seconds: float, fallback: bool) -> None:  # noqa: ARG002
        if self.failed.pop(attempt.task, None) is not None:
            self.steps[attempt.task.step].failed -= 1
        if not fallback:
            self.retries += 1

    def close(self) -> None:
        """Nothing more will be reported, whether or not the run came to its end."""

    def took(self, attempt: AttemptId) -> float:
        """Seconds since an attempt that runs has started."""
        return time.monotonic() - self._since[attempt]

    def _stopped(self, attempt: AttemptId) -> list[str]:
        """Forgets a running attempt; gives its last lines. It may not have begun at all."""
        if self._since.pop(attempt, None) is not None:
            self.steps[attempt.task.step].running -= 1
        return list(self._lines.pop(attempt, ()))

    def _done(self, manifest: Manifest) -> None:
        self.steps[manifest.task.step].done += 1
        if manifest.next.width is not None:
            for target in manifest.next.targets:
                self.steps[target].expected += manifest.next.width


def counted(count: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "task"), counted(2, "task")
    ('1 task', '2 tasks')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def by_step(counts: Mapping[str, int]) -> str:
    """How many of each step.

    >>> by_step({"start": 1, "train": 3})
    'start, 3 train'
    """
    return ", ".join(f"{count} {step}" if count > 1 else step for step, count in counts.items())
