"""A step and what its decorators say about it."""

from __future__ import annotations

from dataclasses import field

from compiler.diagnostics.span import Span
from compiler.ir.artifacts import ArtifactUse
from compiler.ir.compute import Compute, Packages, Resources, Secrets
from compiler.ir.model import JsonValue, Node
from compiler.ir.transition import Transition


class Retry(Node):
    """`@retry`: further attempts after a failed one, and the wait before each."""

    times: int = 3
    wait_seconds: int = 120
    span: Span


class Catch(Node):
    """`@catch`: the step succeeds even if every attempt failed."""

    var: str | None = None
    """The artifact that gets the exception."""
    print_exception: bool = True
    span: Span


class Timeout(Node):
    """`@timeout`: the longest an attempt may take, hours, minutes and seconds added up."""

    seconds: int
    span: Span


class Card(Node):
    """`@card`: a report that the runtime renders when the step is over."""

    type: str = "default"
    id: str | None = None
    options: dict[str, JsonValue] = field(default_factory=dict)
    scope: str = "task"
    rank: int | str | None = None
    timeout_seconds: int = 45
    save_errors: bool = True
    customize: bool = False
    refresh_interval_seconds: int = 5
    span: Span


class Opaque(Node):
    """A decorator flowc does not know: kept, and applied by the runtime."""

    name: str
    """As it is written, without its arguments."""
    span: Span


class Step(Node):
    """One step of a flow."""

    name: str
    doc: str = ""
    inputs: str | None = None
    """What a join step calls its second argument; None for every other step."""
    transition: Transition
    resources: Resources = field(default_factory=Resources)
    compute: Compute | None = None
    retry: Retry | None = None
    catch: Catch | None = None
    timeout: Timeout | None = None
    environment: dict[str, str] = field(default_factory=dict)
    environment_span: Span | None = None
    secrets: Secrets | None = None
    packages: Packages | None = None
    packages_disabled: bool = False
    """Whether the step opted out of the flow's package environment."""
    cards: tuple[Card, ...] = ()
    parallel: bool = False
    """Whether it carries `@parallel`: its tasks are the members of a gang."""
    opaque: tuple[Opaque, ...] = ()
    artifacts: ArtifactUse = field(default_factory=ArtifactUse)
    span: Span
    """The name in the `def` line."""

    @property
    def is_join(self) -> bool:
        return self.inputs is not None
