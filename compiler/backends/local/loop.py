"""The event loop of a run: from the first task to the last, or to the first that fails."""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from compiler.backends.local.environment import Environment, gang_variables, needs_fresh_process
from compiler.backends.local.failures import DIED, record_end
from compiler.backends.local.jobs import Job, Process, Timers, reason_of
from compiler.backends.local.listener import AttemptId, Listener
from compiler.backends.local.logs import Logs
from compiler.backends.local.options import RunOptions
from compiler.backends.local.resources import Budget
from compiler.backends.local.reuse import Reuse
from compiler.backends.local.walk import Ready, Walk
from compiler.backends.local.workers import (
    Command,
    Ended,
    Event,
    Interrupted,
    Printed,
    Started,
    Workers,
)
from runtime_shim.contract import step_arguments
from runtime_shim.history import History
from runtime_shim.manifest import STOPPED, Manifest
from runtime_shim.plan import Plan
from runtime_shim.store import Missing

TICK_SECONDS = 0.2
TERMINATION_SECONDS = 2
"""What a task has to end after SIGTERM."""
DECISIONS = 100
"""Tasks that are taken over or queued before the loop looks for events again."""
STOPPED_REASON = "The scheduler stopped it, for the run or a task of its gang had ended."
NO_RETRY_STATUS = 202
"""The exit code after which Metaflow does not try a task again."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    status: str
    """As in `RunEnd`."""
    reason: str | None = None
    """Why it did not succeed."""


class Loop:
    """What happens when: everything about a run that changes while it goes.

    What an event costs does not depend on how many tasks there are.
    """

    def __init__(
        self,
        plan: Plan,
        history: History,
        environment: Environment,
        logs: Logs,
        workers: Workers,
        options: RunOptions,
        listener: Listener,
        reuse: Reuse | None = None,
        budget: Budget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan = plan
        self._history = history
        self._environment = environment
        self._workers = workers
        self._options = options
        self._listener = listener
        self._reuse = reuse
        self._budget = budget
        self._clock = clock
        self._cwd = str(Path.cwd())
        self._walk = Walk(plan)
        self._logs = logs
        self._timers = Timers()
        self._ready: deque[Ready] = deque([self._walk.first])
        """Tasks of which it is not known yet whether they are taken over or run."""
        self._queue: deque[Job] = deque()
        self._waiting = 0
        """Jobs whose next attempt a timer starts."""
        self._jobs = 0
        """Those that run."""
        self._processes: dict[int, Process] = {}
        self._told_to_stop: set[int] = set()
        """Those of the processes that were sent a signal."""
        self._numbers = count()
        self._reached_end = False
        self._outcome: Outcome | None = None

    def run(self) -> Outcome:
        """Runs the flow; raises `FlowcError` for what is not a task's own failure."""
        while self._goes_on():
            self._timers.run_due(self._clock())
            self._decide()
            self._launch()
            for event in self._workers.wait(self._patience()):
                self._handle(event)
            self._logs.flush()
            self._listener.tick(len(self._processes), len(self._queue) + self._waiting)
        if self._outcome is None and not self._reached_end:
            reason = f"No task is left to run, but the step `{self._plan.end}` has not run."
            return Outcome("failed", reason)
        return self._outcome or Outcome("succeeded")

    def _goes_on(self) -> bool:
        return bool(self._processes or self._ready or self._queue or self._waiting)

    def _patience(self) -> float:
        if self._ready:
            return 0
        return min(TICK_SECONDS, self._timers.until_next(self._clock()))

    # --- what starts --------------------------------------------------------------------

    def _decide(self) -> None:
        for _ in range(min(DECISIONS, len(self._ready))):
            tasks = self._ready.popleft()
            taken = self._take(self._reuse, tasks) if self._reuse else []
            if not taken:
                self._queue.append(Job(self._plan.steps[tasks[0].step], tasks))
            for manifest in taken:
                self._listener.reused(manifest)
            self._follow(taken)

    def _take(self, reuse: Reuse, tasks: Ready) -> list[Manifest]:
        known = len(reuse.changed)
        taken = reuse.take(tasks, self._history)
        for step in reuse.changed[known:]:
            self._listener.step_changed(step)
        return taken

    def _launch(self) -> None:
        while self._queue and self._jobs < self._options.max_workers:
            job = self._queue[0]
            if self._budget and not self._budget.take(job.step, len(job.tasks)):
                return
            self._queue.popleft()
            self._start(job)

    def _start(self, job: Job) -> None:
        self._jobs += 1
        step = job.step
        variables = self._environment.of_step(step)
        if step.gang:
            variables |= gang_variables(len(job.tasks))
        fresh = self._options.fresh_processes or needs_fresh_process(step)
        for task in job.tasks:
            number = next(self._numbers)
            argv = step_arguments(task.step, task.path, str(job.attempt))
            attempt = AttemptId(task, job.attempt)
            self._processes[number] = Process(job, attempt, time.time())
            job.running.add(number)
            self._workers.start(number, Command(argv, variables, self._cwd, fresh))

    # --- what happens -------------------------------------------------------------------

    def _handle(self, event: Event) -> None:
        if isinstance(event, Interrupted):
            self._interrupt(event.signal)
            return
        process = self._processes[event.process]
        if isinstance(event, Started):
            self._listener.task_started(process.attempt, event.pid)
        elif isinstance(event, Printed):
            self._logs.add(process.attempt, event.line)
            self._listener.line(process.attempt, event.line)
        else:
            self._end(event, process)

    def _end(self, event: Ended, process: Process) -> None:
        job = process.job
        del self._processes[event.process]
        job.running.discard(event.process)
        manifest = self._committed(process.attempt) if event.status == 0 else None
        if manifest is not None:
            job.committed.append(manifest)
            self._listener.task_ended(process.attempt, manifest)
        else:
            self._fail(event, process)
        if not job.running:
            self._end_job(job)

    def _committed(self, attempt: AttemptId) -> Manifest | None:
        try:
            return self._history.attempt(attempt.task, attempt.number)
        except Missing:
            return None

    def _fail(self, event: Ended, process: Process) -> None:
        job, attempt = process.job, process.attempt
        reason = event.error or reason_of(event.status)
        told = (STOPPED_REASON, STOPPED) if event.process in self._told_to_stop else (reason, DIED)
        failure = record_end(self._history, attempt, process.started, *told)
        why = failure.summary
        if failure.type == STOPPED:
            self._listener.task_stopped(attempt)
        else:
            self._listener.task_failed(attempt, why)
        self._told_to_stop.discard(event.process)
        if event.status == NO_RETRY_STATUS:
            job.retriable = False
        if job.failure is None:
            job.failure = f"The task {attempt.task} failed: {why}"
            # The others of a gang would wait for this one.
            self._terminate(list(job.running))

    def _end_job(self, job: Job) -> None:
        self._jobs -= 1
        if self._budget:
            self._budget.give_back(job.step, len(job.tasks))
        if job.failure is None:
            self._follow(job.committed)
        elif job.is_last:
            self._give_up(job.failure)
        else:
            self._retry(job.again())

    def _follow(self, finished: Iterable[Manifest]) -> None:
        for manifest in finished:
            if self._outcome is not None:
                return
            task, width = manifest.task, manifest.next.width
            self._reached_end |= task.step == self._plan.end
            is_foreach = self._plan.steps[task.step].kind == "foreach"
            if is_foreach and width is not None and width > self._options.max_num_splits:
                self._refuse(width, manifest)
                return
            self._ready.extend(self._walk.after(task, manifest.next))

    def _refuse(self, width: int, manifest: Manifest) -> None:
        self._give_up(
            f"The foreach of {manifest.task} has {width} items, and "
            f"{self._options.max_num_splits} are allowed. Allow more with --max-num-splits {width}."
        )

    def _retry(self, job: Job) -> None:
        if self._outcome is not None:
            return
        is_fallback = job.step.is_fallback(job.attempt)
        waits = self._options.wait_before_retry and not is_fallback
        seconds = job.step.wait_seconds if waits else 0
        for task in job.tasks:
            self._listener.retrying(AttemptId(task, job.attempt), seconds, is_fallback)
        if not seconds:
            self._queue.appendleft(job)
            return
        self._waiting += 1
        self._in_a_while(seconds, lambda: self._queue_again(job))

    def _queue_again(self, job: Job) -> None:
        self._waiting -= 1
        self._queue.appendleft(job)

    # --- how it stops -------------------------------------------------------------------

    def _give_up(self, reason: str) -> None:
        if self._outcome is None:
            self._stop(Outcome("failed", reason))
            self._in_a_while(
                self._options.grace_seconds, lambda: self._terminate(list(self._processes))
            )

    def _interrupt(self, number: int) -> None:
        if self._outcome is not None:
            self._send(self._processes, signal.SIGKILL)
            return
        name = signal.Signals(number).name
        self._stop(Outcome("interrupted", f"The run was interrupted ({name})."))
        # Tasks that clean up after Ctrl-C shall do so here too.
        told = signal.SIGINT if number == signal.SIGINT else signal.SIGTERM
        self._send(self._processes, told)
        self._in_a_while(
            self._options.grace_seconds, lambda: self._send(self._processes, signal.SIGKILL)
        )

    def _stop(self, outcome: Outcome) -> None:
        """No more tasks start. Those that run may end, or are made to later."""
        self._outcome = outcome
        self._ready.clear()
        self._queue.clear()
        self._timers.clear()
        self._waiting = 0
        running = [process.attempt for process in self._processes.values()]
        self._listener.stopping(running, outcome.reason or "")

    def _terminate(self, processes: list[int]) -> None:
        self._send(processes, signal.SIGTERM)
        self._in_a_while(TERMINATION_SECONDS, lambda: self._send(processes, signal.SIGKILL))

    def _send(self, processes: Iterable[int], number: int) -> None:
        for process in processes:
            self._workers.send_signal(process, number)
            self._told_to_stop.add(process)

    def _in_a_while(self, seconds: float, action: Callable[[], None]) -> None:
        self._timers.add(self._clock() + seconds, action)
