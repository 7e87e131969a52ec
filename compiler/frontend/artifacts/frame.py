"""The effects that evaluating a function has on what is known, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.diagnostics.span import Span
from compiler.frontend.artifacts.flowspec import is_artifact_name
from compiler.frontend.artifacts.state import State, merge
from compiler.frontend.artifacts.summary import Found, Opaque, Summary
from compiler.frontend.artifacts.values import Input, Self, Value
from compiler.frontend.methods import Method
from compiler.ir.artifacts import InputRead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.frontend.artifacts.reader import ArtifactReader


@dataclass(slots=True)
class Meeting:
    """A place that several paths lead to, and what holds on all of them so far."""

    state: State | None = None

    def add(self, state: State | None) -> None:
        """One more path; the state itself stays the caller's."""
        self.state = merge(self.state, state.copy() if state else None)


@dataclass(slots=True)
class Loop:
    """Where `break` and `continue` lead."""

    after: Meeting
    head: Meeting


class Frame:
    """The analysis of one function, in the order in which it runs.

    `state` is what holds where the analysis stands, None where control cannot get.
    """

    def __init__(
        self, reader: ArtifactReader, method: Method, variables: Mapping[str, Value]
    ) -> None:
        self.reader = reader
        self.method = method
        self.summary = Summary()
        self.state: State | None = State(variables=dict(variables))
        self.returns = Meeting()
        self.loops: list[Loop] = []
        self.handlers: list[Meeting] = []
        """Where an exception at this point may lead, innermost last."""
        self.guarded = 0
        """How many enclosing blocks expect that an attribute may be missing."""
        self.deferred = 0
        """How many enclosing functions are defined here but run later."""
        self._late_writes: set[str] = set()
        self._late_deletes: set[str] = set()
        self._doubted_inputs: set[str] = set()

    def span(self, node: ast.expr | ast.stmt) -> Span:
        return self.method.source.span(node)

    def is_self(self, node: ast.expr) -> bool:
        """Whether an expression is a name of the flow itself."""
        variables = self.state.variables if self.state else {}
        return isinstance(node, ast.Name) and isinstance(variables.get(node.id), Self)

    # --- the flow's own attributes ---------------------------------------------------

    def read(self, name: str, node: ast.expr, certain: bool = True) -> None:
        """`self.name`; not `certain` where the expression allows for its absence."""
        if self.state is None or not is_artifact_name(name) or name in self.state.available:
            return
        sure = certain and not self.guarded and name not in self.state.possible
        found = Found(name, self.span(node), sure, deferred=self.deferred > 0)
        self.summary.read(id(node), found)
        if certain:
            self.state.available.add(name)
        else:
            self.state.possible.add(name)

    def write(self, name: str, node: ast.expr, *, stored: bool = True) -> None:
        """`self.name = ...`; a function is not stored."""
        if self.state is None or not is_artifact_name(name):
            return
        if self.reader.is_property(name):
            self.opaque("escape")  # its setter is code that nobody has looked at
            return
        self.summary.write(name, self.span(node), stored=stored)
        self.state.write(name)
        if self.deferred:
            self._late_writes.add(name)
        self.note()

    def delete(self, name: str, node: ast.expr) -> None:
        """`del self.name`, after which the name is what it was before the step."""
        self.read(name, node)
        if self.state is None:
            return
        self.state.delete(name)
        self.summary.deleted.add(name)
        if self.deferred:
            self._late_deletes.add(name)
        self.note()

    def doubt(self, name: str) -> None:
        """From here on the source allows for `name` being absent."""
        if self.state is not None:
            self.state.possible.add(name)

    def opaque(self, reason: Opaque) -> None:
        if self.state is not None:
            self.summary.opaque.add(reason)

    # --- the inputs of a join --------------------------------------------------------

    def read_input(self, value: Input, name: str, node: ast.expr) -> None:
        """`inputs.step.name` or `inputs[0].name`."""
        if self.state is None or self.guarded or name in self._doubted_inputs:
            return
        if is_artifact_name(name) and name not in self.reader.methods:
            read = InputRead(name=name, step=value.step, number=value.number, span=self.span(node))
            self.summary.input_reads.setdefault(read)

    def doubt_input(self, name: str) -> None:
        """From here on the source allows for an input having no `name`, or sets it there."""
        self._doubted_inputs.add(name)

    # --- local names -----------------------------------------------------------------

    def bind(self, name: str, value: Value) -> None:
        if self.state is None:
            return
        if value is None:
            self.state.variables.pop(name, None)
        else:
            self.state.variables[name] = value

    # --- paths -----------------------------------------------------------------------

    def note(self) -> None:
        """Records that an exception may be raised here."""
        for handler in self.handlers:
            handler.add(self.state)

    def maybe(self, run: Callable[[], object]) -> None:
        """Something that may be skipped."""
        skipped = self.state.copy() if self.state else None
        run()
        self.state = merge(skipped, self.state)

    @contextmanager
    def later(self) -> Iterator[None]:
        """The body of a function that is defined here, and run at any time or never."""
        outer, handlers, loops, returns = self.state, self.handlers, self.loops, self.returns
        self.state = outer.copy() if outer else None
        self.handlers, self.loops, self.returns = [], [], Meeting()
        self.deferred += 1
        yield
        self.deferred -= 1
        self.state, self.handlers, self.loops, self.returns = outer, handlers, loops, returns
        if self.state is not None:
            self.state.possible |= self._late_writes - self.state.available
            for name in self._late_deletes:
                self.state.delete(name)

    # --- calls -----------------------------------------------------------------------

    def enter(self, callee: Summary, call: ast.expr, sure: bool = True) -> None:
        """Applies what a called method does; not `sure` where it may never really run."""
        if self.state is None:
            return
        for found in callee.reads.values():
            if found.name not in self.state.available:
                certain = found.certain and not self.guarded
                certain = certain and found.name not in self.state.possible
                late = found.deferred or self.deferred > 0
                self.summary.read(id(call), Found(found.name, found.span, certain, late))
        self.summary.include(callee)
        if self.deferred:
            self._late_writes |= callee.writes.keys()
            self._late_deletes |= callee.deleted
        partly = self.state.copy()
        partly.possible |= callee.writes.keys() - partly.available
        for name in callee.deleted:
            partly.delete(name)
        for handler in self.handlers:
            handler.add(partly)
        self.state = self._returned(callee) if sure else partly

    def _returned(self, callee: Summary) -> State | None:
        if callee.end is None or self.state is None:
            return None
        state = self.state
        state.possible |= callee.end.possible - state.available
        for name in callee.deleted:
            state.delete(name)
        state.available |= callee.end.available
        state.written |= callee.end.written
        return state
