"""A run in lines of text, for people: what tasks print, and what becomes of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import Literal

from compiler.backends.local.listener import AttemptId
from compiler.cli.human import duration
from compiler.cli.run_state import Invocation, RunState, by_step, counted
from compiler.diagnostics.render.terminal import plain
from runtime_shim.log_lines import LogLine
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.plan import Plan
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store import Store

Style = Literal["", "dim", "task", "good", "warn", "bad", "user"]
Part = tuple[Style, str]
"""Some text and its role. Only that of `user` may hold colours and controls of its own."""

Printer = Callable[[Sequence[Part]], None]
"""Prints one line made of parts."""

_ANSI = {"dim": "2", "task": "36", "good": "32", "warn": "33", "bad": "1;31"}
_ESCAPE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])")
"""Control sequences of terminals."""
_COLOUR = re.compile(r"(\x1b\[[0-9;:]*m)")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
"""What moves a cursor or ends a line. A tab does no harm, nor do the joiners of emoji."""

_SHOWN_FAILURES = 3
_IN_SIGHT = 12
"""What was printed so few lines ago is not printed again: it is still on the screen."""


class TextReport(RunState):
    """Prints lines as things happen. `quiet` leaves out what goes well."""

    def __init__(
        self,
        plan: Plan,
        invocation: Invocation,
        store: Store,
        printer: Printer,
        *,
        quiet: bool = False,
    ) -> None:
        super().__init__(plan, invocation, store)
        self._printer = printer
        self._quiet = quiet
        self._told_reused = False
        self._printed = 0
        """Lines, until now."""
        self._failed_at: dict[TaskId, int] = {}
        """How many there were when a task had failed."""

    def run_started(self, record: RunRecord) -> None:
        super().run_started(record)
        verb = f"resumes {record.origin}" if record.origin else "starts"
        self._tell(
            ("", f"{self.plan.flow}: run "),
            ("task", record.run),
            ("", f" {verb}, kept in {plain(self.store.root)}"),
        )

    def task_started(self, attempt: AttemptId, pid: int) -> None:
        super().task_started(attempt, pid)
        self._tell_reused()
        retry = f"{self._retry(attempt)} " if attempt.number else ""
        self._tell(*self._of(attempt.task), ("dim", f"{retry}starts (pid {pid})"))

    def line(self, attempt: AttemptId, line: LogLine) -> None:
        super().line(attempt, line)
        self._print([*self._of(attempt.task, line.when), ("dim", "| "), ("user", line.text)])

    def task_ended(self, attempt: AttemptId, manifest: Manifest) -> None:
        took = duration(self.took(attempt))
        super().task_ended(attempt, manifest)
        if manifest.caught:
            self._print(
                [*self._of(attempt.task), ("warn", f"failed, and @catch went on after {took}")]
            )
        else:
            self._tell(*self._of(attempt.task), ("good", f"done in {took}"))

    def task_failed(self, attempt: AttemptId, reason: str) -> None:
        super().task_failed(attempt, reason)
        self._print([*self._of(attempt.task), ("bad", "failed: "), ("", plain(reason))])
        self._failed_at[attempt.task] = self._printed

    def task_stopped(self, attempt: AttemptId) -> None:
        super().task_stopped(attempt)
        self._print([*self._of(attempt.task), ("warn", "stopped")])

    def retrying(self, attempt: AttemptId, wait_seconds: float, fallback: bool) -> None:
        super().retrying(attempt, wait_seconds, fallback)
        if fallback:
            what = "no retry is left: @catch goes on"
        else:
            when = f"in {duration(wait_seconds)}" if wait_seconds else "at once"
            what = f"{self._retry(attempt)} {when}"
        self._print([*self._of(attempt.task), ("warn", what)])

    def stopping(self, running: Sequence[AttemptId], reason: str) -> None:
        if running:
            tasks = f"{counted(len(running), 'task')} that still run{'s' * (len(running) == 1)}"
            self._print([("warn", f"stopping {tasks}: "), ("", plain(reason))])

    def hook_line(self, hook: str, line: LogLine) -> None:
        self._print([*self._when(line.when), ("task", hook), ("dim", " | "), ("user", line.text)])

    def hook_failed(self, hook: str, reason: str) -> None:  # noqa: ARG002 - the reason names it
        self._print([("bad", plain(reason))])

    def logs_incomplete(self, reason: str) -> None:
        self._print([("warn", f"warning: not all that was printed could be kept. {plain(reason)}")])

    def run_ended(self, end: RunEnd) -> None:
        super().run_ended(end)
        self._tell_reused()
        if end.status == "succeeded":
            self._tell(
                ("", f"{self.plan.flow}: run "),
                ("task", self.run),
                ("good", " succeeded"),
                ("", f" in {duration(self.seconds)}: {self._tally()}"),
            )
            return
        if end.status == "failed":
            self._print_failures()
        because, *more = (end.reason or "").splitlines() or [""]
        self._print(
            [
                ("", f"{self.plan.flow}: run "),
                ("task", self.run),
                ("bad", f" {'was interrupted' if end.status == 'interrupted' else end.status}"),
                ("", f" after {duration(self.seconds)}{': ' if because else ''}{plain(because)}"),
            ]
        )
        for line in more:
            self._print([("", f"  {plain(line)}")])
        self._print([("dim", "  to go on from there: "), ("", self.resume_command())])

    def step_changed(self, step: str) -> None:
        self._print(
            [("warn", f"note: `{step}` finished, but runs again: it leads elsewhere than it did")]
        )

    # --- parts -----------------------------------------------------------------------

    def _print_failures(self) -> None:
        for failed in list(self.failed.values())[:_SHOWN_FAILURES]:
            task = failed.attempt.task
            why = plain(failed.reason)
            self._print([("bad", "failed: "), ("task", f"{self.task(task)} "), ("", why)])
            for line in failed.last_lines if self._is_out_of_sight(task) else ():
                self._print([("dim", "  | "), ("user", line)])
            self._print([("dim", "  all that it printed: "), ("", self.logs_command(task))])
        more = len(self.failed) - _SHOWN_FAILURES
        if more > 0:
            self._print([("bad", f"and {counted(more, 'task')} more failed")])

    def _is_out_of_sight(self, task: TaskId) -> bool:
        return self._printed - self._failed_at[task] > _IN_SIGHT

    def _retry(self, attempt: AttemptId) -> str:
        step = self.plan.steps[attempt.task.step]
        if step.is_fallback(attempt.number):
            return "attempt for @catch"
        return f"retry {attempt.number} of {step.retries}"

    def _tally(self) -> str:
        facts = [counted(self.tasks_done, "task")]
        if self.reused_steps:
            facts.append(f"{self.reused_steps.total()} reused")
        if self.retries:
            facts.append(counted(self.retries, "retry").replace("retrys", "retries"))
        return ", ".join(facts)

    def _tell_reused(self) -> None:
        if self.reused_steps and not self._told_reused and self.record:
            self._told_reused = True
            tasks = counted(self.reused_steps.total(), "task")
            self._tell(("good", f"reused {tasks}"), ("", f": {by_step(self.reused_steps)}"))

    def _print(self, parts: Sequence[Part]) -> None:
        self._printed += 1
        self._printer(parts)

    def _tell(self, *parts: Part) -> None:
        if not self._quiet:
            self._print(parts)

    def _of(self, task: TaskId, when: float | None = None) -> list[Part]:
        return [*self._when(when), ("task", f"{self.task(task)} ")]

    def _when(self, when: float | None = None) -> list[Part]:
        return [("dim", time.strftime("%H:%M:%S ", time.localtime(when)))]


def without_controls(text: str) -> str:
    """What a line would show in the end: no colours, of a progress bar the last state.

    >>> without_controls("10%\\r20%\\t\\x1b[31m!\\x1b[0m")
    '20%\\t!'
    """
    return _tame(_last_state(_ESCAPE.sub("", text)))


def with_colours_alone(text: str) -> str:
    """The same with its colours, but with no other control.

    >>> with_colours_alone("\\x1b[2J\\x1b[31m!\\x1b[0m\\x1b")
    '\\x1b[31m!\\x1b[0m␛'
    """
    text = _ESCAPE.sub(lambda found: found[0] if _COLOUR.fullmatch(found[0]) else "", text)
    # Every second part is a colour.
    parts = _COLOUR.split(_last_state(text))
    return "".join(part if number % 2 else _tame(part) for number, part in enumerate(parts))


def _last_state(text: str) -> str:
    return text.rstrip("\r").rpartition("\r")[2] if "\r" in text else text


def _tame(text: str) -> str:
    return _CONTROL.sub(lambda found: plain(found[0]), text)


def as_text(parts: Sequence[Part], *, colour: bool) -> str:
    """A line with no other controls than the colours that were asked for."""
    shown = [(style, without_controls(text) if style == "user" else text) for style, text in parts]
    if not colour:
        return "".join(text for _, text in shown)
    return "".join(
        f"\x1b[{_ANSI[style]}m{text}\x1b[0m" if style in _ANSI else text for style, text in shown
    )
