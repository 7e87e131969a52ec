"""A Distributed Map runs executions of their own, and fails when more of them fail than may.

Stock: children see the variables and the execution of their parent; one that fails counts as
one that gave null; `ToleratedFailureCount` and `-Percentage` are not looked at; what would run
at once gets a thread each, 10,000 of them.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timezone
from itertools import islice
from typing import Any
from uuid import uuid4

from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import (
    distributed_iteration_component,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext
from moto.stepfunctions.parser.asl.eval.program_state import (
    ProgramEnded,
    ProgramError,
    ProgramStopped,
)
from moto.stepfunctions.parser.asl.eval.states import (
    ContextObjectData,
    ExecutionData,
    ItemData,
    MapData,
)

from tests.engines.stepfunctions.details import Child, details_of
from tests.engines.stepfunctions.errors import failure
from tests.engines.stepfunctions.repairs.patches import Patch, Repair

AT_ONCE = 32
"""Children that run at the same time, whatever the document allows: each has some threads."""
EXCEEDED = "States.ExceedToleratedFailureThreshold"
SUCCEEDED, FAILED, ABORTED = "SUCCEEDED", "FAILED", "ABORTED"
_STATUSES = {ProgramEnded: SUCCEEDED, ProgramError: FAILED, ProgramStopped: ABORTED}
_LOOK = 0.1
"""Seconds between two looks at whether the execution was stopped."""


def _map_run(self: Any, env: Any, eval_input: Any) -> None:
    items = env.stack.pop()
    run = _MapRun(env, self._get_iteration_program(), eval_input, len(items))
    env.stack.append(run.run(items))


class _MapRun:
    def __init__(self, env: Any, program: Any, given: Any, size: int) -> None:
        self._env, self._program, self._given = env, program, given
        self._tolerated = max(
            given.tolerated_failure_count, size * given.tolerated_failure_percentage / 100
        )
        self._at_once = max(1, min(size, given.max_concurrency or size, AT_ONCE))
        self._input = env.stack[-1]
        self._failed = 0
        self._running: dict[int, Any] = {}
        self._lock = threading.Lock()

    def run(self, items: list[Any]) -> list[Any]:
        """The outputs of the children, null for those that failed and may."""
        outputs: list[Any] = [None] * len(items)
        with ThreadPoolExecutor(self._at_once) as pool:
            waiting = enumerate(items)
            futures = self._submitted(pool, waiting, self._at_once)
            try:
                while futures and self._failed <= self._tolerated and self._env.is_running():
                    done, _ = wait(futures, _LOOK, FIRST_COMPLETED)
                    for one in done:
                        index = futures.pop(one)
                        outputs[index], failed = one.result()
                        self._failed += failed
                    futures.update(self._submitted(pool, waiting, len(done)))
            finally:
                self._stop()
        if self._failed > self._tolerated:
            cause = "The specified tolerated failure threshold was exceeded"
            raise failure(self._env, EXCEEDED, cause, HistoryEventType.MapRunFailed)
        return outputs

    def _submitted(
        self, pool: ThreadPoolExecutor, items: Iterator[tuple[int, Any]], count: int
    ) -> dict[Future[tuple[Any, bool]], int]:
        return {pool.submit(self._child, i, item): i for i, item in islice(items, count)}

    def _child(self, index: int, item: Any) -> tuple[Any, bool]:
        given = self._selected(index, item)
        child = self._environment(given)
        with self._lock:
            self._running[index] = child
        self._program.eval(child)
        with self._lock:
            del self._running[index]
        status = _STATUSES[type(child.program_state())]
        name = child.states.context_object.context_object_data["Execution"]["Name"]
        details_of(self._env).children.append(
            Child(
                map_name=self._given.state_name,
                name=name,
                given=given,
                status=status,
                events=len(child.event_manager.get_event_history()),
            )
        )
        return (child.states.get_input() if status == SUCCEEDED else None), status == FAILED

    def _selected(self, index: int, item: Any) -> Any:
        selector = self._given.item_selector or self._given.parameters
        if selector is None:
            return item
        frame = self._env.open_inner_frame()
        frame.states.context_object.context_object_data["Map"] = MapData(
            Item=ItemData(Index=index, Value=item)
        )
        frame.states.reset(self._input)
        frame.stack.append(self._input)
        selector.eval(frame)
        self._env.delete_frame(frame)
        return frame.stack[-1]

    def _environment(self, given: Any) -> Environment:
        parent = self._env.states.context_object.context_object_data
        name = str(uuid4())
        execution = ExecutionData(
            Id=f"{parent['Execution']['Id']}/{self._given.label or 'map'}:{name}",
            Input=given,
            Name=name,
            RoleArn=parent["Execution"]["RoleArn"],
            StartTime=datetime.now(timezone.utc).isoformat(),
        )
        child = Environment(
            aws_execution_details=self._env.aws_execution_details,
            execution_type=self._env.execution_type,
            context=ContextObjectData(Execution=execution, StateMachine=parent["StateMachine"]),  # type: ignore[typeddict-item]
            event_history_context=EventHistoryContext.of_program_start(),
            cloud_watch_logging_session=None,
            activity_store={},
        )
        child.states.reset(given)
        return child

    def _stop(self) -> None:
        with self._lock:
            running = list(self._running.values())
        for child in running:
            child.set_stop(stop_date=datetime.now(timezone.utc), cause=None, error=None)


DISTRIBUTED_MAP = Repair(
    "distributed map",
    [Patch(distributed_iteration_component.DistributedIterationComponent, "_map_run", _map_run)],
)
