"""Runs one attempt of one task, from its inputs to its manifest."""

from __future__ import annotations

import sys
import time
from typing import Any

from runtime_shim.artifacts import Artifacts
from runtime_shim.authoring.current import bind_current
from runtime_shim.authoring.marks import decorations_of
from runtime_shim.authoring.wrappers import run_wrapped
from runtime_shim.exceptions import FailureHandledByCatch
from runtime_shim.flow.context import TaskContext
from runtime_shim.flow.state import TaskState
from runtime_shim.flow.transition import Transition, agreed_transition
from runtime_shim.manifest import Failure, Manifest
from runtime_shim.task import catch as catching
from runtime_shim.task.ahead import Ahead
from runtime_shim.task.cards import CardsOfTask
from runtime_shim.task.commit import commit, make_manifest, save_artifacts
from runtime_shim.task.constants import set_constants
from runtime_shim.task.event import post_end_of_flow
from runtime_shim.task.failure import failure_of, report
from runtime_shim.task.gang_end import await_members
from runtime_shim.task.instance import make_flow, make_inputs
from runtime_shim.task.interrupts import noticed_interrupts
from runtime_shim.task.predecessors import Predecessors
from runtime_shim.task.run_start import begin_run
from runtime_shim.task.surroundings import surroundings
from runtime_shim.task.user_code import load_user_code


def run_attempt(context: TaskContext) -> int:
    """Runs the attempt; 0 once it is committed, 1 where it failed and that is recorded.

    Raises `KeyboardInterrupt` where SIGINT came, and `FlowcError` where it is the main node of a
    gang, and another member of that failed.
    """
    attempt = _Attempt(context)
    with noticed_interrupts() as was_interrupted:
        try:
            attempt.prepare()
            attempt.run_step()
            attempt.commit()
        except BaseException as error:  # an asyncio.CancelledError is no Exception either
            # Where nobody pressed Ctrl-C it is the step's own, and fails it like any other.
            if isinstance(error, KeyboardInterrupt) and was_interrupted():
                raise
            attempt.fail(error)
            return 1
        finally:
            attempt.ahead.close()
    await_members(context)
    return 0


class _Attempt:
    """One attempt; the methods are called one after the other."""

    def __init__(self, context: TaskContext) -> None:
        self.context = context
        self.started = time.time()
        self.ahead = Ahead(context)
        codec = Artifacts(context.store, context.plan.flow, self.ahead.read_buffer)
        self.state = TaskState(context.plan, context.run, context.task, codec)
        self.flow: Any = None
        self.predecessors: Predecessors | None = None
        self.caught: Failure | None = None

    def prepare(self) -> None:
        """Loads the user's code and makes of it the object that the step gets."""
        context, state = self.context, self.state
        if context.task.step == context.plan.start:
            # First of all: a run whose code cannot be loaded is one that failed.
            plan, history = context.plan, context.history
            begin_run(history, context.environment, plan.file, context.project, plan)
        cls = load_user_code(context)
        self.predecessors = before = self.ahead.predecessors()
        state.frames = before.frames
        self.function = getattr(cls, context.step.name)
        self.decorations = decorations_of(self.function)
        self.flow = make_flow(cls, state)
        set_constants(cls, state, before)
        self.inputs = make_inputs(cls, before, state) if context.step.is_join else None
        bind_current(context, self.flow)
        self.cards = CardsOfTask.of(self.decorations, context)

    def run_step(self) -> None:
        """Calls the user's code; a failure that `@catch` is for ends here."""
        catch = next((one for one in self.decorations if one.name == "catch"), None)
        if catch is not None:
            catching.check_catch(self.context.step)
        try:
            if catch is not None and self._is_fallback:
                last = self._last_failure()
                raise FailureHandledByCatch(self.context.retry, last.summary if last else "")
            with surroundings(self.context.step.name, self.decorations):
                run_wrapped(self.function, self.flow, self.inputs)
        except SystemExit as stop:
            if stop.code not in (None, 0) or self._goes_nowhere():
                raise
        except Exception as error:
            if catch is None or self.context.retry < self.context.step.retries:
                raise
            catching.caught(self.flow, self.state, catch, error)
            self.caught = self._last_failure() or failure_of(error)
            return
        if catch is not None:
            catching.succeeded(self.flow, catch)

    def commit(self) -> None:
        """Stores what the step made, and makes it visible."""
        transition = agreed_transition(self.state.transition, self.context.step)
        save_artifacts(self.flow, self.state)
        cards = self.cards.render(self.flow)
        if not commit(self.context, self._manifest(transition, self.caught, cards)):
            sys.stderr.write("This attempt was started twice, and the other one was done first.\n")
        elif transition.kind == "end":
            post_end_of_flow(self.context)

    def fail(self, error: BaseException) -> None:
        """Says why the attempt failed, and records it."""
        task = f"<flow {self.context.plan.flow} step {self.context.step.name}>"
        report(task if self.flow is None else self.flow, error)
        if self.flow is not None:
            save_artifacts(self.flow, self.state, failed=True)
        self.context.history.record_failure(self._manifest(error=failure_of(error)))

    def _manifest(
        self,
        transition: Transition | None = None,
        error: Failure | None = None,
        cards: tuple[str, ...] = (),
    ) -> Manifest:
        inputs = self.predecessors.tasks if self.predecessors else ()
        return make_manifest(
            self.context, self.state, self.started, inputs, transition, error, cards
        )

    @property
    def _is_fallback(self) -> bool:
        return self.context.step.is_fallback(self.context.retry)

    def _goes_nowhere(self) -> bool:
        return self.state.transition is None and self.context.step.kind != "end"

    def _last_failure(self) -> Failure | None:
        """Of the user's code, where this attempt does not run it."""
        if not self._is_fallback:
            return None
        failures = self.context.history.failures(self.context.task)
        own = [one.error for one in failures if one.attempt >= self.context.first]
        return own[-1] if own else None
