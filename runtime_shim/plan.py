"""The plan: what a task must know of the flow around it, and no user code can tell.

The compiler writes it as JSON; the runtime reads it in the task, and the local scheduler
before. It holds the graph with one `Edge` for each way from step to step, so that the
paths of the tasks that come next are arithmetic: nobody searches the graph at run time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from typing import Any

from runtime_shim.contract import CONTRACT_VERSION, FALLBACK_ATTEMPTS


@dataclass(frozen=True)
class Edge:
    """How the path of a task turns into the path of the one after it.

    The numbers up to the innermost `Map` or `Loop` that both are in stay. Then come the
    index of the item, where the step fans out, and a zero for each loop that is entered.
    """

    keep: int = 0
    """How many numbers of the path stay."""
    bump: bool = False
    """Whether the last number that stays counts one further: the way back of a loop."""
    item: bool = False
    """Whether the index of the item follows: the way from a foreach into its body."""
    enter: int = 0
    """How many loops are entered, each in turn 0."""
    slot: str | None = None
    """For a way into a join the branch it comes from, by the name of its first step, or
    `#` where the number after those that stay is the index of the item. None elsewhere."""

    def path(self, path: str, index: int | None = None) -> str:
        """The path of the next task.

        >>> Edge(keep=1, item=True).path("3", 0), Edge(keep=2, bump=True).path("3.0", None)
        ('3.0', '3.1')
        """
        numbers = [int(number) for number in path.split(".")[: self.keep]] if path else []
        if self.bump:
            numbers[-1] += 1
        if self.item:
            if index is None:
                raise ValueError("the way into a foreach needs the index of the item")
            numbers.append(index)
        numbers.extend([0] * self.enter)
        return ".".join(map(str, numbers))

    def slot_of(self, path: str) -> str:
        """The slot of the arrival record that the task of `path` leaves (`arrival_key`).

        >>> Edge(keep=1, slot="#").slot_of("3.12"), Edge(slot="train").slot_of("")
        ('12', 'train')
        """
        if self.slot is None:
            return "-"
        return path.split(".")[self.keep] if self.slot == "#" else self.slot


@dataclass(frozen=True)
class Case:
    """One case of a switch."""

    value: bool | int | float | str
    target: str


@dataclass(frozen=True)
class PlanStep:
    """One step. Sizes, times and counts have the units of the compiler's `Step`."""

    name: str
    kind: str
    """Of its transition: `linear`, `branch`, `foreach`, `gang`, `switch` or `end`."""
    edges: Mapping[str, Edge] = field(default_factory=dict)
    """By the name of the step they lead to, in the order of the source."""
    items: str | None = None
    """The artifact that a foreach fans out over."""
    condition: str | None = None
    """The artifact that a switch decides by."""
    cases: tuple[Case, ...] = ()
    split: str | None = None
    """For a join the step that split."""
    branches: tuple[str, ...] = ()
    """For the join of a branch the slots that it waits for; empty for the join of a foreach."""
    gang: bool = False
    """Whether its tasks are the members of a gang."""
    retries: int = 0
    """Attempts after the first one in which the user's code runs."""
    wait_seconds: int = 0
    """Between one attempt and the next."""
    catch: bool = False
    """Whether `FALLBACK_ATTEMPTS` follow, which record the failure."""
    reads: tuple[str, ...] = ()
    """The artifacts from before that the step is known to read, in the order of the source. In a
    join `name` is that of every input, `step.name` that of the input which is a task of the step,
    `0.name` that of the first one."""
    environment: Mapping[str, str] = field(default_factory=dict)
    cpu_millis: int | None = None
    memory_bytes: int | None = None
    gpu: int | None = None

    @property
    def is_join(self) -> bool:
        return self.split is not None

    @property
    def attempts(self) -> int:
        """How often a scheduler starts the task at most."""
        return 1 + self.retries + (FALLBACK_ATTEMPTS if self.catch else 0)

    def is_fallback(self, retry: int) -> bool:
        """Whether the user's code has had all of its attempts: only `@catch` is left."""
        return retry > self.retries


@dataclass(frozen=True)
class PlanConfig:
    """A `Config` as the compiler read it."""

    attribute: str
    value: Any
    parser: str | None = None
    """The function that makes the value of the text that `value` then is."""
    plain: bool = False


@dataclass(frozen=True)
class Plan:
    """A flow, as far as its tasks must know it."""

    flow: str
    file: str
    """Relative to the root of the code."""
    start: str
    end: str
    steps: Mapping[str, PlanStep]
    """In the order of the source."""
    configs: Mapping[str, PlanConfig] = field(default_factory=dict)
    """By the name of the config."""
    on_success: tuple[str, ...] = ()
    on_error: tuple[str, ...] = ()
    """The exit hooks."""
    contract: int = CONTRACT_VERSION

    def to_json(self) -> str:
        """The plan as text; what has its default value is left out."""
        table = {"contract": self.contract, **_given(self)}
        text = json.dumps(table, indent=1, ensure_ascii=False)
        try:
            text.encode()
        except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can tell
            text = json.dumps(table, indent=1)
        return f"{text}\n"


def read_plan(text: str | bytes) -> Plan:
    """The plan that `Plan.to_json` wrote; raises `ValueError` for another contract's."""
    table = json.loads(text)
    if table["contract"] != CONTRACT_VERSION:
        raise ValueError(
            f"the plan is of contract {table['contract']}, this runtime of {CONTRACT_VERSION}: "
            "compile the flow with the flowc that the image has"
        )
    configs = table.pop("configs", {})
    return Plan(
        **{key: _hashable(value) for key, value in table.items() if key != "steps"},
        steps={step["name"]: _step(step) for step in table["steps"].values()},
        configs={name: PlanConfig(**config) for name, config in configs.items()},
    )


def _step(table: dict[str, Any]) -> PlanStep:
    edges = {target: Edge(**edge) for target, edge in table.pop("edges", {}).items()}
    cases = tuple(Case(**case) for case in table.pop("cases", ()))
    rest = {key: _hashable(value) for key, value in table.items()}
    return PlanStep(edges=edges, cases=cases, **rest)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _given(value: Any) -> Any:
    """A value as JSON has it; of a record only the fields that differ from their defaults."""
    if is_dataclass(value):
        return {
            field.name: _given(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, Mapping):
        return {key: _given(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_given(item) for item in value]
    return value


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
