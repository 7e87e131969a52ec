"""Runs whole flows for tests: one process per attempt, one after the other, as the plan says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compiler.package.plan import make_plan
from compiler.pipeline import check_flow
from runtime_shim import contract
from runtime_shim.artifacts import Artifacts
from runtime_shim.history import History
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.plan import Plan
from runtime_shim.store import open_store

ROOT = Path(__file__).parents[2]
RUN = "7"


@dataclass(frozen=True)
class Attempt:
    """What one process did."""

    task: TaskId
    number: int
    status: int
    stdout: str
    stderr: str


@dataclass
class Driver:
    """A flow in a folder of its own, and one run of it."""

    folder: Path
    plan: Plan
    target: str
    environment: dict[str, str] = field(default_factory=dict)
    python: str = sys.executable
    attempts: list[Attempt] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, source: str, name: str = "flow.py") -> Driver:
        """Writes the source, which imports what it needs, and compiles it."""
        file = folder / name
        file.write_text(textwrap.dedent(source), encoding="utf-8")
        program = check_flow(file).program
        assert program is not None, check_flow(file).report.errors
        plan = make_plan(program)
        (folder / "plan.json").write_text(plan.to_json(), encoding="utf-8")
        return cls(folder, plan, f"{name}:{plan.flow}")

    @property
    def history(self) -> History:
        return History(open_store(self.datastore), self.plan.flow, RUN)

    @property
    def datastore(self) -> str:
        """A folder beside the flow, unless the environment names another one."""
        return self.environment.get(contract.ENV_DATASTORE, str(self.folder / "store"))

    def attempt(
        self, step: str, path: str = "", number: int = 0, first: str = "", **more: str
    ) -> Attempt:
        """Runs one attempt in a process of its own."""
        arguments = contract.step_arguments(step, path, str(number), first)
        return self._launched(TaskId(step, path), number, arguments, more)

    def retry(self, step: str, path: str = "", number: int = 0, **more: str) -> Attempt:
        """The same, for a scheduler that knows only how often it has tried before."""
        arguments = contract.retry_arguments(step, contract.task_name(path), str(number))
        return self._launched(TaskId(step, path), number, arguments, more)

    def process(
        self, command: list[str], more: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "USER": "ann",
            contract.ENV_FLOW: self.target,
            contract.ENV_RUN: RUN,
            contract.ENV_DATASTORE: self.datastore,
            contract.ENV_PLAN: str(self.folder / "plan.json"),
            contract.ENV_RESULTS: "",
            **self.environment,
            **more,
        }
        return subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def run(self, **parameters: object) -> bool:
        """Runs the flow to its end; false where a task failed in all of its attempts."""
        entries = [{"name": name, "value": str(value)} for name, value in parameters.items()]
        self.environment[contract.ENV_PARAMETERS] = json.dumps(entries)
        start = "0" if self.plan.start in self.plan.steps[self.plan.start].edges else ""
        ready = deque([TaskId(self.plan.start, start)])
        arrived: dict[TaskId, set[str]] = {}
        while ready:
            task = ready.popleft()
            if not self._run_task(task):
                return False
            ready.extend(self._following(task, arrived))
        return True

    def manifest(self, step: str, path: str = "") -> Manifest:
        found = self.history.newest(TaskId(step, path))
        assert found is not None, self.output()
        return found

    def values(self, step: str, path: str = "") -> dict[str, Any]:
        """The artifacts of a committed task."""
        return self.loaded(self.manifest(step, path))

    def loaded(self, manifest: Manifest) -> dict[str, Any]:
        codec = Artifacts(self.history.store, self.plan.flow)
        return {name: codec.load(found, name) for name, found in manifest.artifacts.items()}

    def output(self, step: str | None = None) -> str:
        """What the attempts printed, both streams."""
        chosen = (one for one in self.attempts if step in (None, one.task.step))
        return "".join(one.stdout + one.stderr for one in chosen)

    def _launched(
        self, task: TaskId, number: int, arguments: tuple[str, ...], more: Mapping[str, str]
    ) -> Attempt:
        command = [self.python, *contract.INSTALLED_LAUNCH, *arguments]
        done = self.process(command, {**self.plan.steps[task.step].environment, **more})
        attempt = Attempt(task, number, done.returncode, done.stdout, done.stderr)
        self.attempts.append(attempt)
        return attempt

    def _run_task(self, task: TaskId) -> bool:
        count = self.plan.steps[task.step].attempts
        return any(self.attempt(task.step, task.path, n).status == 0 for n in range(count))

    def _following(self, task: TaskId, arrived: dict[TaskId, set[str]]) -> list[TaskId]:
        following = []
        manifest = self.manifest(task.step, task.path)
        for target in manifest.next.targets:
            edge, step = self.plan.steps[task.step].edges[target], self.plan.steps[target]
            indexes = range(manifest.next.width or 0) if edge.item else [None]
            tasks = [TaskId(target, edge.path(task.path, index)) for index in indexes]
            if step.is_join:
                slots = arrived.setdefault(tasks[0], set())
                slots.add(edge.slot_of(task.path))
                awaited = len(step.branches) or manifest.frames[-1].width
                tasks = tasks if len(slots) == awaited else []
            following.extend(tasks)
        return following
