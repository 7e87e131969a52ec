"""From the methods of a flow to the artifacts that a step uses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from compiler.frontend.artifacts.state import State
from compiler.frontend.artifacts.statements import Statements
from compiler.frontend.artifacts.summary import Found, Summary
from compiler.frontend.artifacts.syntax import is_generator, stored_attributes
from compiler.frontend.artifacts.values import INPUTS, SELF, Value
from compiler.frontend.methods import Method
from compiler.ir.artifacts import ArtifactUse, Read, Write

Bindings = tuple[tuple[str, Value], ...]


class ArtifactReader:
    """Reads the artifacts of the steps of one flow.

    `methods` are all functions of the flow's class by name, steps included. One reader
    for all steps of a flow looks at each helper method once.
    """

    def __init__(self, methods: Mapping[str, Method]) -> None:
        self.methods = methods
        self._summaries: dict[tuple[str, Bindings], Summary] = {}
        self._running: list[tuple[str, Bindings]] = []

    def read(self, entry: Method, inputs: str | None, wrapped: bool) -> ArtifactUse:
        """What the step `entry` reads and writes.

        `inputs` is the name of a join's second argument. `wrapped` says that decorators
        which nobody has looked at surround the step.
        """
        variables: dict[str, Value] = {} if inputs is None else {inputs: INPUTS}
        if entry.receiver is not None:
            variables[entry.receiver] = SELF
        try:
            return _use(self._run(entry, variables), wrapped)
        except RecursionError:  # an expression nested deeper than Python's own stack
            return ArtifactUse(opaque=("escape", "wrapper") if wrapped else ("escape",))

    def call(self, method: Method, arguments: Mapping[str, Value]) -> Summary:
        """What a call of a helper method does, given what its parameters are.

        A call from within itself reads what the outer call reads, and may set whatever any
        method sets.
        """
        tracked = {name: value for name, value in arguments.items() if value is not None}
        key = (method.name, tuple(sorted(tracked.items(), key=lambda item: item[0])))
        if key in self._running:
            return Summary(end=State(possible=set(self._stored)))
        if key not in self._summaries:
            self._running.append(key)
            try:
                self._summaries[key] = self._run(method, tracked)
            finally:
                self._running.pop()
        return self._summaries[key]

    def is_running(self, name: str) -> bool:
        """Whether the analysis is inside of the method `name`."""
        return any(running == name for running, _ in self._running)

    def is_property(self, name: str) -> bool:
        return name in self.methods and self.methods[name].kind == "property"

    def _run(self, method: Method, variables: Mapping[str, Value]) -> Summary:
        frame = Statements(self, method, variables)
        summary = frame.run(method.node.body)
        if is_generator(method.node) and summary.end is not None:
            # Its body runs when somebody iterates, as far as they iterate.
            summary.end = State(possible=set(summary.writes))
            for found in summary.reads.values():
                found.deferred = True
        return summary

    @cached_property
    def _stored(self) -> frozenset[str]:
        return frozenset(
            name for method in self.methods.values() for name in stored_attributes(method.node)
        )


def _use(summary: Summary, wrapped: bool) -> ArtifactUse:
    written = summary.end.written if summary.end else set()
    reasons = [reason for reason in ("setattr", "escape") if reason in summary.opaque]
    return ArtifactUse(
        reads=_reads(summary),
        input_reads=tuple(summary.input_reads),
        writes=tuple(
            Write(name=name, certain=name in written, span=span)
            for name, span in summary.writes.items()
            if name in summary.stored
        ),
        merges=tuple(summary.merges),
        opaque=(*reasons, "wrapper") if wrapped else tuple(reasons),
    )


def _reads(summary: Summary) -> tuple[Read, ...]:
    """Each name once: where it is read with the fewest doubts, and first of these."""
    chosen: dict[str, Found] = {}
    for found in summary.reads.values():
        if found.deferred and found.name in summary.writes:
            found = Found(found.name, found.span, certain=False)
        known = chosen.get(found.name)
        if known is None or (found.certain and not known.certain):
            chosen[found.name] = found
    return tuple(
        Read(name=found.name, certain=found.certain, span=found.span) for found in chosen.values()
    )
