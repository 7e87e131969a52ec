"""What the tasks of one run have left in the store: manifests, failures, arrivals."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from runtime_shim import contract
from runtime_shim.damage import (
    NOT_UNDERSTOOD,
    DamagedRecord,
    checked_arrival,
    checked_end,
    checked_manifest,
    checked_record,
)
from runtime_shim.manifest import Manifest, TaskId, read_manifest
from runtime_shim.run_record import RunEnd, RunRecord, read_run_end, read_run_record
from runtime_shim.store import Missing, Store

Record = TypeVar("Record")

# Whatever else lies in a folder of the store was not put there by a task.
_TASK = re.compile(r"-|[0-9]+(\.[0-9]+)*")
_NUMBER = re.compile("[0-9]+")


@dataclass(frozen=True)
class History:
    """One run of a flow in a store. Nothing is cached: another process may write."""

    store: Store
    flow: str
    run: str

    def begin(self, record: RunRecord) -> bool:
        """Writes the record of the run; false where the run has one."""
        return self.store.create(contract.run_key(self.flow, self.run), [record.to_json()])

    def record(self) -> RunRecord | None:
        """Of the run, if it has one; raises `DamagedRecord`, as all do that read records."""
        key = contract.run_key(self.flow, self.run)
        return self._found(
            key, lambda text: checked_record(read_run_record(text), self.flow, self.run)
        )

    def finish(self, end: RunEnd) -> None:
        self.store.write(contract.end_key(self.flow, self.run), [end.to_json()])

    def end(self) -> RunEnd | None:
        key = contract.end_key(self.flow, self.run)
        return self._found(key, lambda text: checked_end(read_run_end(text)))

    def commit(self, manifest: Manifest) -> Manifest:
        """Makes an attempt visible: the one write that counts.

        A scheduler that has lost sight of an attempt may have started it twice. Then the first
        one that commits counts, and the other gets its manifest.
        """
        task, number = manifest.task, manifest.attempt
        key = contract.manifest_key(self.flow, self.run, task.step, task.path, number)
        if self.store.create(key, [manifest.to_json()]):
            return manifest
        return self._manifest(key, task, number)

    def record_failure(self, manifest: Manifest) -> None:
        """Keeps what a failed attempt left, for whoever looks for the reason."""
        task = manifest.task
        key = contract.failure_key(self.flow, self.run, task.step, task.path, manifest.attempt)
        self.store.write(key, [manifest.to_json()])

    def newest(self, task: TaskId) -> Manifest | None:
        """The last attempt that committed, or None."""
        attempts = self.attempts(task)
        return self.attempt(task, attempts[-1]) if attempts else None

    def attempts(self, task: TaskId) -> list[int]:
        """The numbers of the attempts that committed, ascending."""
        return self._numbers(f"{self._folder(task)}/attempts", ".json")

    def attempt(self, task: TaskId, number: int) -> Manifest:
        """One committed attempt; raises `Missing`."""
        key = contract.manifest_key(self.flow, self.run, task.step, task.path, number)
        return self._manifest(key, task, number)

    def failures(self, task: TaskId) -> list[Manifest]:
        """The attempts that failed, in their order."""
        numbers = self._numbers(f"{self._folder(task)}/failures", ".json")
        return [self.failure(task, number) for number in numbers]

    def failure(self, task: TaskId, number: int) -> Manifest:
        """One attempt that failed; raises `Missing`."""
        key = contract.failure_key(self.flow, self.run, task.step, task.path, number)
        return self._manifest(key, task, number)

    def begin_retry(self, task: TaskId, number: int) -> None:
        """Records that a retry has started; of one that starts twice the first record stays."""
        key = contract.start_key(self.flow, self.run, task.step, task.path, number)
        self.store.create(key, [json.dumps({"started": time.time()}).encode()])

    def retries(self, task: TaskId) -> list[int]:
        """The retries that have started, ascending (`contract.start_key`)."""
        return self._numbers(f"{self._folder(task)}/starts", ".json")

    def logged(self, task: TaskId) -> list[int]:
        """The attempts whose output the store has, ascending."""
        return self._numbers(f"{self._folder(task)}/logs", ".txt")

    def log(self, task: TaskId, number: int) -> bytes:
        """What an attempt printed until now (`log_lines`), nothing where the store has no log."""
        key = contract.log_key(self.flow, self.run, task.step, task.path, number)
        return self._read(key) or b""

    def arrive(self, task: TaskId, slot: str, predecessor: TaskId) -> None:
        """Leaves with a task the record of one that came before it."""
        key = contract.arrival_key(self.flow, self.run, task.step, task.path, slot)
        self.store.write(
            key, [json.dumps({"step": predecessor.step, "path": predecessor.path}).encode()]
        )

    def arrival(self, task: TaskId, slot: str) -> TaskId | None:
        """Who came before a task in a slot, or None as long as nobody has."""
        key = contract.arrival_key(self.flow, self.run, task.step, task.path, slot)
        return self._found(key, lambda text: checked_arrival(TaskId(**json.loads(text))))

    def steps(self) -> Iterator[str]:
        """The steps that have started, by name, in alphabetical order."""
        names = self.store.list(contract.run_folder(self.flow, self.run))
        return (name for name in names if not name.endswith(".json"))

    def tasks(self, step: str) -> list[TaskId]:
        """The tasks of a step that have left anything, by the numbers of their paths."""
        names = self.store.list(f"{contract.run_folder(self.flow, self.run)}/{step}")
        paths = ["" if name == "-" else name for name in names if _TASK.fullmatch(name)]
        return [TaskId(step, path) for path in sorted(paths, key=_numbers_of)]

    def pathspec(self, task: TaskId) -> str:
        """The full name of a task, such as `TrainFlow/17/train/3`."""
        return contract.pathspec(self.flow, self.run, task.step, task.path)

    def _folder(self, task: TaskId) -> str:
        return contract.task_folder(self.flow, self.run, task.step, task.path)

    def _numbers(self, folder: str, suffix: str) -> list[int]:
        names = self.store.list(folder)
        found = (name[: -len(suffix)] for name in names if name.endswith(suffix))
        return sorted(int(number) for number in found if _NUMBER.fullmatch(number))

    def _manifest(self, key: str, task: TaskId, number: int) -> Manifest:
        def parse(text: bytes) -> Manifest:
            return checked_manifest(read_manifest(text), self.flow, self.run, task, number)

        return self._understood(key, self.store.read(key), parse)

    def _found(self, key: str, parse: Callable[[bytes], Record]) -> Record | None:
        content = self._read(key)
        return None if content is None else self._understood(key, content, parse)

    def _understood(self, key: str, content: bytes, parse: Callable[[bytes], Record]) -> Record:
        try:
            return parse(content)
        except NOT_UNDERSTOOD as error:
            raise DamagedRecord(key, self.store.root, error) from error

    def _read(self, key: str) -> bytes | None:
        try:
            return self.store.read(key)
        except Missing:
            return None


def _numbers_of(path: str) -> list[int]:
    return [int(number) for number in path.split(".")] if path else []
