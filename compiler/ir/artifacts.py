"""Which artifacts a step reads and writes, as far as its source tells."""

from __future__ import annotations

from typing import Literal

from compiler.diagnostics.span import Span
from compiler.ir.model import Node


class Read(Node):
    """A read of `self.name`, in the step or in a method that it calls.

    `certain` is false where the source itself allows for the name being absent:
    behind `hasattr`, in `getattr` with a default, in a `try` that catches
    AttributeError; and where some way through the step writes the name before.
    """

    name: str
    certain: bool = True
    span: Span


class InputRead(Node):
    """A read in a join of what a step before it left: `inputs.step.name`, `inputs[0].name`.

    `step` and `number` are None where the read may be from any of the inputs.
    """

    name: str
    step: str | None = None
    number: int | None = None
    span: Span


class Write(Node):
    """An assignment to `self.name`, in the step or in a method that it calls.

    `certain` says that the name has been written whenever the step's own code ends well.
    """

    name: str
    certain: bool = True
    span: Span


class Merge(Node):
    """`self.merge_artifacts(inputs, include=[...], exclude=[...])`.

    `include` and `exclude` are None where they are absent, and also where they
    cannot be read from the source; `known` tells the two apart.
    """

    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    known: bool = True
    span: Span


class ArtifactUse(Node):
    """All of one step, each name in the order of the source.

    `reads` are those that happen before the step itself has surely written the
    name. `opaque` says why the lists may be incomplete: `setattr` with a computed
    name, `self` handed to code that flowc does not see, or a wrapper around the step.
    """

    reads: tuple[Read, ...] = ()
    input_reads: tuple[InputRead, ...] = ()
    writes: tuple[Write, ...] = ()
    merges: tuple[Merge, ...] = ()
    opaque: tuple[Literal["setattr", "escape", "wrapper"], ...] = ()
