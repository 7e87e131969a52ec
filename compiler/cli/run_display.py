"""A run on a terminal: its lines, and below them how far each step has come."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from compiler.backends.local.listener import AttemptId
from compiler.cli.human import duration
from compiler.cli.run_state import Invocation, StepState
from compiler.cli.run_text import Part, TextReport, with_colours_alone
from runtime_shim.log_lines import LogLine
from runtime_shim.plan import Plan
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store import Store

_STYLES = {"dim": "dim", "task": "cyan", "good": "green", "warn": "yellow", "bad": "bold red"}
_REDRAW_SECONDS = 0.1
_BAR_WIDTH = 24
_MOST_STEPS = 8


class TerminalReport(TextReport):
    """Lines scroll by above the display. Both are drawn at most ten times a second, however
    much the tasks print."""

    def __init__(
        self,
        plan: Plan,
        invocation: Invocation,
        store: Store,
        console: Console,
        *,
        quiet: bool = False,
    ) -> None:
        super().__init__(plan, invocation, store, self._add, quiet=quiet)
        self._console = console
        self._pending: list[Text] = []
        self._live = Live(
            console=console, auto_refresh=False, transient=True, redirect_stderr=False,
            redirect_stdout=False,
        )  # fmt: skip
        self._drawn = 0.0
        self._queued = 0

    def run_started(self, record: RunRecord) -> None:
        super().run_started(record)
        self._live.start()
        self._draw()

    def line(self, attempt: AttemptId, line: LogLine) -> None:
        super().line(attempt, line)
        self._draw_in_time()

    def tick(self, running: int, queued: int) -> None:  # noqa: ARG002
        self._queued = queued
        self._draw_in_time()

    def run_ended(self, end: RunEnd) -> None:
        super().run_ended(end)
        self.close()

    def hook_line(self, hook: str, line: LogLine) -> None:
        super().hook_line(hook, line)
        self._flush()

    def hook_failed(self, hook: str, reason: str) -> None:
        super().hook_failed(hook, reason)
        self._flush()

    def close(self) -> None:
        """Takes the display away and leaves the lines."""
        self._live.update(Text(), refresh=False)
        self._live.stop()
        self._flush()

    # --- drawing ---------------------------------------------------------------------

    def _add(self, parts: Sequence[Part]) -> None:
        self._pending.append(_rich(parts))

    def _flush(self) -> None:
        if self._pending:
            lines, self._pending = self._pending, []
            self._console.print(Text("\n").join(lines), soft_wrap=True, highlight=False)

    def _draw_in_time(self) -> None:
        if time.monotonic() - self._drawn >= _REDRAW_SECONDS:
            self._draw()

    def _draw(self) -> None:
        self._live.update(self._display())
        self._flush()
        self._live.refresh()
        self._drawn = time.monotonic()

    def _display(self) -> Group:
        active = [(name, state) for name, state in self.steps.items() if _is_active(state)]
        steps = Table.grid(padding=(0, 2))
        for name, state in active[-_MOST_STEPS:]:
            bar = ProgressBar(
                state.expected or None,
                state.done,
                width=_BAR_WIDTH,
                complete_style="cyan",
                finished_style="green",
            )
            steps.add_row(f"  {name}", bar if state.expected else "", _counts(state))
        running = sum(state.running for state in self.steps.values())
        summary = f"run {self.run}  {duration(self.seconds)}  {running} running"
        if self._queued:
            summary += f", {self._queued} queued"
        summary += f", {self.tasks_done} done"
        return Group(*([steps] if active else []), Text(summary, style="dim"))


def _is_active(state: StepState) -> bool:
    return state.running > 0 or state.failed > 0 or 0 < state.done < state.expected


def _counts(state: StepState) -> Text:
    done = f"{state.done}/{state.expected} done" if state.expected else f"{state.done} done"
    counts = Text(done if state.done or state.expected else "")
    if state.running:
        counts.append(f"  {state.running} running", style="cyan")
    if state.failed:
        counts.append(f"  {state.failed} failed", style="bold red")
    return counts


def _rich(parts: Sequence[Part]) -> Text:
    line = Text()
    for style, text in parts:
        if style == "user":
            line.append_text(Text.from_ansi(with_colours_alone(text)))
        else:
            line.append(text, style=_STYLES.get(style, ""))
    return line
