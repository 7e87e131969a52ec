"""The manifest of an attempt: what it left, where that is, and what comes next.

An attempt has happened when its manifest exists (`contract.manifest_key`); the record of a
failed one has the same form under another key (`contract.failure_key`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from runtime_shim.contract import CONTRACT_VERSION, task_name


@dataclass(frozen=True)
class Blob:
    """Some content of the store, by its digest (`contract.blob_key`)."""

    sha256: str
    """Of what is stored, so that a damaged blob shows before anything reads it."""
    size: int
    """Bytes, as stored."""


@dataclass(frozen=True)
class Artifact:
    """A value: its pickle, and the large buffers that the pickle refers to."""

    blob: Blob
    encoding: str
    """`pickle`, or `pickle+zlib` where compressing was worth it."""
    type: str
    """`module.Class`, for who lists artifacts without loading them."""
    size: int
    """Bytes of the whole value, uncompressed, buffers included."""
    buffers: tuple[Blob, ...] = ()
    """Stored as they are, out of band (PEP 574)."""


@dataclass(frozen=True)
class TaskId:
    """A task of a run."""

    step: str
    path: str

    @property
    def name(self) -> str:
        """`contract.task_name`"""
        return task_name(self.path)

    def __str__(self) -> str:
        """As short as people write it.

        >>> str(TaskId("train", "3.0")), str(TaskId("start", ""))
        ('train/3.0', 'start')
        """
        return f"{self.step}/{self.path}" if self.path else self.step


@dataclass(frozen=True)
class Frame:
    """One foreach or gang around a task, for `input`, `index` and `foreach_stack()`."""

    split: TaskId
    """The task whose `items` the foreach went over."""
    items: str | None
    """The artifact; None for a gang, whose items are its indexes."""
    index: int
    width: int


@dataclass(frozen=True)
class Next:
    """The transition that the step made."""

    targets: tuple[str, ...]
    """Of a switch the one that it chose. Empty at the end of the flow."""
    width: int | None = None
    """How many tasks a foreach or a gang starts."""


STOPPED = "flowc.TaskStopped"
"""The type of what ended an attempt that did not fail: its scheduler stopped it."""


@dataclass(frozen=True)
class Failure:
    """What ended an attempt."""

    type: str
    """`module.Class` of an exception, or `STOPPED` or another word for what is none."""
    message: str
    traceback: str

    @property
    def summary(self) -> str:
        """On one line.

        >>> Failure("builtins.SystemExit", "2", "").summary
        'SystemExit: 2'
        >>> Failure(STOPPED, "its run was interrupted", "").summary
        'its run was interrupted'
        """
        first = self.message.strip().partition("\n")[0]
        if first and self.type.startswith("flowc."):  # a word for what is no exception
            return first
        kind = self.type.removeprefix("builtins.")
        return f"{kind}: {first}" if first else kind


_REFERENCES = ("artifacts", "system")
"""What names objects of the store. It is there even where it is empty: a manifest without it has
lost it, and who looks for what nobody refers to must not take its word."""


@dataclass(frozen=True)
class Manifest:
    """One attempt of a task."""

    flow: str
    run: str
    task: TaskId
    attempt: int
    started: float
    """Seconds since the epoch, as `finished`."""
    finished: float
    artifacts: Mapping[str, Artifact]
    next: Next
    inputs: tuple[TaskId, ...] = ()
    """The tasks right before: of a join all of them, in their order."""
    frames: tuple[Frame, ...] = ()
    """Outermost first."""
    origin: str | None = None
    """The run whose task this is, where `resume` reused it. Its blobs are that one's too."""
    caught: bool = False
    """Whether `@catch` made a success of it."""
    error: Failure | None = None
    """Of the attempt, where it failed; of the last one before, where it was caught."""
    cards: tuple[str, ...] = ()
    """The cards of the attempt, by the name in `contract.card_key`."""
    system: Mapping[str, str] = field(default_factory=dict)
    """Where it ran: `python`, `host`, `user`; in a container also what it ran from, `package` and
    `environment`, as `contract.ENV_PACKAGE` and `contract.ENV_ENVIRONMENT` name them, and `job`,
    the id of a job of AWS Batch."""
    contract: int = CONTRACT_VERSION

    def to_json(self) -> bytes:
        """As it is stored."""
        table = {
            key: value
            for key, value in asdict(self).items()
            if key in _REFERENCES or value not in (None, (), {})
        }
        return json.dumps(table, separators=(",", ":")).encode()


def read_manifest(content: bytes) -> Manifest:
    """What `Manifest.to_json` wrote. Keys that a later version added are passed over."""
    table: dict[str, Any] = json.loads(content)
    error = table.get("error")
    return Manifest(
        flow=table["flow"],
        run=table["run"],
        task=TaskId(**table["task"]),
        attempt=table["attempt"],
        started=table["started"],
        finished=table["finished"],
        artifacts={name: _artifact(found) for name, found in table["artifacts"].items()},
        next=Next(tuple(table["next"]["targets"]), table["next"]["width"]),
        inputs=tuple(TaskId(**task) for task in table.get("inputs", ())),
        frames=tuple(
            Frame(**{**frame, "split": TaskId(**frame["split"])})
            for frame in table.get("frames", ())
        ),
        origin=table.get("origin"),
        caught=table.get("caught", False),
        error=Failure(**error) if error else None,
        cards=tuple(table.get("cards", ())),
        system=table["system"],
        contract=table["contract"],
    )


def _artifact(table: dict[str, Any]) -> Artifact:
    return Artifact(
        blob=Blob(**table["blob"]),
        encoding=table["encoding"],
        type=table["type"],
        size=table["size"],
        buffers=tuple(Blob(**blob) for blob in table["buffers"]),
    )
