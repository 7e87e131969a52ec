"""Branches, loops and exceptions: where paths part and meet again."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Callable, Sequence

from compiler.frontend.artifacts.expressions import Expressions
from compiler.frontend.artifacts.frame import Loop, Meeting
from compiler.frontend.artifacts.state import State, merge
from compiler.frontend.artifacts.syntax import (
    catches_missing,
    is_irrefutable,
    is_never_empty,
    last_name,
    names_missing,
    truth,
)
from compiler.frontend.artifacts.values import element


class ControlFlow(Expressions):
    """The part of the analysis that walks compound statements."""

    @abstractmethod
    def block(self, body: Sequence[ast.stmt]) -> None:
        """Runs statements one after the other."""

    # --- branches --------------------------------------------------------------------

    def run_branches(self, node: ast.If) -> None:
        self.use(node.test)
        known = truth(node.test)
        if known is not None:
            self.block(node.body if known else node.orelse)
            return
        before = self.state.copy() if self.state else None
        self.block(node.body)
        after, self.state = self.state, before
        self.block(node.orelse)
        self.state = merge(after, self.state)

    def run_match(self, node: ast.Match) -> None:
        self.use(node.subject)
        after = Meeting()
        for case in node.cases:
            skipped = self.state.copy() if self.state else None
            self._pattern(case.pattern)
            if case.guard is not None:
                self.use(case.guard)
                skipped = merge(skipped, self.state.copy() if self.state else None)
            self.block(case.body)
            after.add(self.state)
            self.state = None if is_irrefutable(case) else skipped
        after.add(self.state)
        self.state = after.state

    def _pattern(self, pattern: ast.pattern) -> None:
        """The values that a pattern compares with, and the names that it captures."""
        for part in ast.walk(pattern):
            if isinstance(part, ast.MatchValue):
                self.use(part.value)
            elif isinstance(part, ast.MatchAs | ast.MatchStar) and part.name is not None:
                self.bind(part.name, None)

    # --- loops -----------------------------------------------------------------------

    def run_for(self, node: ast.For | ast.AsyncFor) -> None:
        each = element(self.use(node.iter))

        def start() -> State | None:
            ended = self.state.copy() if self.state else None
            self.assign(node.target, each)
            return ended

        self._loop(node, start, runs_once=is_never_empty(node.iter))

    def run_while(self, node: ast.While) -> None:
        def start() -> State | None:
            self.use(node.test)
            known = truth(node.test)
            ended = self.state.copy() if self.state and known is not True else None
            if known is False:
                self.state = None
            return ended

        self._loop(node, start, runs_once=False)

    def _loop(
        self,
        node: ast.For | ast.AsyncFor | ast.While,
        start: Callable[[], State | None],
        runs_once: bool,
    ) -> None:
        """Runs a loop's body until the facts at its head no longer change.

        `start` takes one turn into the body, and returns the state in which the loop ends
        instead. With `runs_once` it cannot end before the first turn.
        """
        entry, head = self.state, self.state
        while True:
            loop = Loop(after=Meeting(), head=Meeting())
            self.loops.append(loop)
            self.state = head.copy() if head else None
            ended = start()
            self.block(node.body)
            self.loops.pop()
            loop.head.add(self.state)
            back = loop.head.state
            again = merge(entry.copy() if entry else None, back.copy() if back else None)
            if again == head:
                break
            head = again
        self.state = back if runs_once else ended
        self.block(node.orelse)
        self.state = merge(loop.after.state, self.state)

    # --- exceptions ------------------------------------------------------------------

    def run_try(self, node: ast.Try) -> None:
        if not node.finalbody:
            self._attempt(node)
            return
        loops, returns = self.loops, self.returns
        inner = [Loop(Meeting(), Meeting()) for _ in loops]
        self.loops, self.returns = inner, Meeting()
        raised = Meeting()
        raised.add(self.state)
        self.handlers.append(raised)
        self._attempt(node)
        self.handlers.pop()
        returned, self.loops, self.returns = self.returns, loops, returns
        normal = self.state
        self._finally(node.finalbody, raised, Meeting())
        self._finally(node.finalbody, returned, self.returns)
        for own, outer in zip(inner, loops, strict=True):
            self._finally(node.finalbody, own.after, outer.after)
            self._finally(node.finalbody, own.head, outer.head)
        self.state = normal
        self.block(node.finalbody)

    def _finally(self, body: Sequence[ast.stmt], source: Meeting, target: Meeting) -> None:
        """Runs a `finally` on the way from `source` to `target`."""
        if source.state is not None:
            self.state = source.state
            self.block(body)
            target.add(self.state)

    def _attempt(self, node: ast.Try) -> None:
        """A `try` without its `finally`."""
        raised = Meeting()
        raised.add(self.state)
        self.handlers.append(raised)
        guarded = catches_missing(node.handlers)
        self.guarded += guarded
        self.block(node.body)
        self.guarded -= guarded
        self.handlers.pop()
        self.block(node.orelse)
        after = Meeting(self.state)
        for handler in node.handlers:
            self.state = raised.state.copy() if raised.state else None
            if handler.type is not None:
                self.use(handler.type)
            if handler.name is not None:
                self.bind(handler.name, None)
            self.block(handler.body)
            after.add(self.state)
        self.state = after.state

    def run_with(self, node: ast.With | ast.AsyncWith) -> None:
        suppressed = [
            argument
            for item in node.items
            if isinstance(item.context_expr, ast.Call)
            and last_name(item.context_expr.func) == "suppress"
            for argument in item.context_expr.args
        ]
        for item in node.items:
            self.use(item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, None)
        if not suppressed:
            self.block(node.body)
            return
        raised = Meeting()
        raised.add(self.state)
        self.handlers.append(raised)
        guarded = any(names_missing(exception) for exception in suppressed)
        self.guarded += guarded
        self.block(node.body)
        self.guarded -= guarded
        self.handlers.pop()
        self.state = merge(raised.state, self.state)
