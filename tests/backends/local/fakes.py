"""Workers without processes, and a listener that keeps what it is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from compiler.backends.local.environment import Environment, base_variables
from compiler.backends.local.listener import AttemptId, Listener
from compiler.backends.local.logs import open_logs
from compiler.backends.local.loop import Loop, Outcome
from compiler.backends.local.options import Resume, RunOptions
from compiler.backends.local.resources import Amounts, Budget
from compiler.backends.local.reuse import Reuse
from compiler.backends.local.workers import Command, Ended, Event, Interrupted, Printed, Started
from runtime_shim.contract import task_folder
from runtime_shim.history import History
from runtime_shim.log_lines import LogLine
from runtime_shim.manifest import Manifest, Next, TaskId
from runtime_shim.plan import Plan, PlanStep, read_plan
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store.folder import FolderStore
from runtime_shim.successors import successors
from tests.environments import ROOT

PLANS = ROOT / "golden_tests" / "expected" / "local"
SIGKILL = 9


def golden_plan(name: str, **changes: Mapping[str, object]) -> Plan:
    """The plan of a flow of the golden tests, with changes to some of its steps."""
    plan = read_plan((PLANS / f"{name}.json").read_bytes())
    steps = dict(plan.steps)
    for step, fields in changes.items():
        steps[step] = replace(steps[step], **fields)  # type: ignore[arg-type]
    return replace(plan, steps=steps)


@dataclass(frozen=True)
class Script:
    """What the tasks of a run do."""

    width: Callable[[TaskId], int] = lambda task: 3
    choose: Callable[[TaskId, PlanStep], str] = lambda task, step: list(step.edges)[-1]
    statuses: Mapping[tuple[str, str, int], int] = field(default_factory=dict)
    """Of attempts that end in another way than with 0, by step, path and number."""
    unfinished: frozenset[tuple[str, str, int]] = frozenset()
    """Attempts that end with 0, and have not committed."""
    endless: frozenset[tuple[str, str, int]] = frozenset()
    """Attempts that run until they get a signal."""
    deaf: frozenset[str] = frozenset()
    """Steps whose tasks only SIGKILL ends."""
    prints: Mapping[str, Sequence[str]] = field(default_factory=dict)
    interrupts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """For a step the signals that come when a task of it has started."""


class FakeWorkers:
    """Does what the script says at once; time passes only where nothing happens."""

    def __init__(self, plan: Plan, history: History, script: Script) -> None:
        self._plan, self._history, self._script = plan, history, script
        self._running: dict[int, str] = {}
        self._events: deque[Event] = deque()
        self.now = 0.0
        self.commands: list[Command] = []
        self.most_at_once = 0
        self.signals: list[tuple[float, str, int]] = []
        """When, to a task of which step, and which."""

    @property
    def argvs(self) -> list[str]:
        """The tasks that were started, in order: step, path and attempt."""
        parts = (command.argv for command in self.commands)
        return [f"{step}[{path}]{attempt}" for _, step, _, path, _, attempt in parts]

    def clock(self) -> float:
        return self.now

    def start(self, process: int, command: Command) -> None:
        _, step, _, path, _, attempt = command.argv
        script, key = self._script, (step, path, int(attempt))
        self.commands.append(command)
        self._running[process] = step
        self.most_at_once = max(self.most_at_once, len(self._running))
        self._events.append(Started(process, 1000 + process))
        for text in script.prints.get(step, ()):
            self._events.append(Printed(process, LogLine("stdout", 1.5, text)))
        self._events.extend(map(Interrupted, script.interrupts.get(step, ())))
        if key in script.endless:
            return
        status = script.statuses.get(key, 0)
        if status == 0 and key not in script.unfinished:
            self._commit(TaskId(step, path), int(attempt))
        self._events.append(Ended(process, status))

    def send_signal(self, process: int, number: int) -> None:
        step = self._running.get(process)
        if step is None:
            return
        self.signals.append((round(self.now, 3), step, number))
        if step not in self._script.deaf or number == SIGKILL:
            self._events.append(Ended(self._running_id(process), -number))

    def _running_id(self, process: int) -> int:
        del self._running[process]
        return process

    def wait(self, timeout: float) -> Sequence[Event]:
        if not self._events:
            self.now += timeout
            return []
        event = self._events.popleft()
        if isinstance(event, Ended):
            self._running.pop(event.process, None)
        return [event]

    def close(self) -> None:
        pass

    def _commit(self, task: TaskId, attempt: int) -> None:
        history, step = self._history, self._plan.steps[task.step]
        made = self._next(task, step)
        if set(made.targets) <= set(step.edges):
            for target, slot in successors(step, task, made):
                history.arrive(target, slot, task)
        inputs = self._inputs(task)
        history.commit(
            Manifest(history.flow, history.run, task, attempt, 1.0, 2.0, {}, made, inputs=inputs)
        )

    def _next(self, task: TaskId, step: PlanStep) -> Next:
        if step.kind in ("foreach", "gang"):
            return Next(tuple(step.edges), self._script.width(task))
        if step.kind == "switch":
            return Next((self._script.choose(task, step),))
        return Next(tuple(step.edges))

    def _inputs(self, task: TaskId) -> tuple[TaskId, ...]:
        history = self._history
        folder = task_folder(history.flow, history.run, task.step, task.path)
        names = history.store.list(f"{folder}/arrivals")
        found = (history.arrival(task, name[: -len(".json")]) for name in names)
        return tuple(before for before in found if before is not None)


class Recorder(Listener):
    """Keeps one line for each call but `tick`."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.ticks: list[tuple[int, int]] = []
        self.record: RunRecord | None = None

    def run_started(self, record: RunRecord) -> None:
        self.record = record
        self.told.append("run started")

    def reused(self, manifest: Manifest) -> None:
        self.told.append(f"reused {_spelled(manifest.task)} of {manifest.origin}")

    def step_changed(self, step: str) -> None:
        self.told.append(f"changed {step}")

    def task_started(self, attempt: AttemptId, pid: int) -> None:
        self.told.append(f"started {_attempt(attempt)}")

    def line(self, attempt: AttemptId, line: LogLine) -> None:
        self.told.append(f"{_attempt(attempt)} {line.stream}: {line.text}")

    def task_ended(self, attempt: AttemptId, manifest: Manifest) -> None:
        self.told.append(f"ended {_attempt(attempt)}")

    def task_failed(self, attempt: AttemptId, reason: str) -> None:
        self.told.append(f"failed {_attempt(attempt)}: {reason}")

    def task_stopped(self, attempt: AttemptId) -> None:
        self.told.append(f"stopped {_attempt(attempt)}")

    def retrying(self, attempt: AttemptId, wait_seconds: float, fallback: bool) -> None:
        kind = "fallback" if fallback else "retry"
        self.told.append(f"{kind} {_attempt(attempt)} in {wait_seconds:g}")

    def stopping(self, running: Sequence[AttemptId], reason: str) -> None:
        self.told.append(f"stopping {len(running)}: {reason}")

    def tick(self, running: int, queued: int) -> None:
        self.ticks.append((running, queued))

    def logs_incomplete(self, reason: str) -> None:
        self.told.append(f"not all of the logs: {reason}")

    def run_ended(self, end: RunEnd) -> None:
        self.told.append(f"{end.status}: {end.reason}")

    def hook_line(self, hook: str, line: LogLine) -> None:
        self.told.append(f"hook {hook} {line.stream}: {line.text}")

    def hook_failed(self, hook: str, reason: str) -> None:
        self.told.append(reason)


@dataclass(frozen=True)
class Ran:
    """A run with fake workers."""

    outcome: Outcome
    history: History
    workers: FakeWorkers
    recorder: Recorder

    @property
    def tasks(self) -> list[str]:
        """That were started, in order, with path and attempt."""
        return self.workers.argvs

    def told(self, *beginnings: str) -> list[str]:
        return [line for line in self.recorder.told if line.startswith(beginnings)]


def run_plan(
    plan: Plan,
    folder: Path,
    script: Script | None = None,
    options: RunOptions | None = None,
    resume: Resume | None = None,
    run: str = "1",
    parameters: Mapping[str, str] | None = None,
    machine: Amounts | None = None,
) -> Ran:
    """Runs a plan in a store below the folder."""
    options = options or RunOptions()
    store = FolderStore(str(folder / "store"))
    history = History(store, plan.flow, run)
    history.begin(RunRecord(plan.flow, run, 0.0, "me", "user:me", parameters=parameters or {}))
    private = folder / f"private-{run}"
    private.mkdir()
    environment = Environment(
        plan, history, folder, options, parameters or {}, private, base_variables(private)
    )
    workers = FakeWorkers(plan, history, script or Script())
    recorder = Recorder()
    reuse = Reuse(plan, History(store, plan.flow, resume.origin), resume.steps) if resume else None
    budget = Budget(plan, machine) if machine else None
    logs = open_logs(history, private)
    loop = Loop(
        plan, history, environment, logs, workers, options, recorder, reuse, budget, workers.clock
    )
    return Ran(loop.run(), history, workers, recorder)


def _attempt(attempt: AttemptId) -> str:
    return f"{_spelled(attempt.task)}#{attempt.number}"


def _spelled(task: TaskId) -> str:
    return f"{task.step}[{task.path}]"
