"""Runs of a deployed flow: executions of its state machine."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

from compiler.backends.deployer import DeployedRun, DeployError, RunFailure
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.deploy.failures import cause_of, failing_state
from compiler.backends.stepfunctions.deploy.machine import NOT_THERE, StateMachine
from compiler.backends.stepfunctions.scope import RUN_PREFIX

_NO_EXECUTION = ("ExecutionDoesNotExist", "InvalidArn", "InvalidName")
_HISTORY = 1000
"""The newest events of an execution that are looked at for what failed."""
_DEEPEST = 5
"""How many maps in each other are looked into."""
_FAILED = ("FAILED", "TIMED_OUT", "ABORTED")


class Executions:
    """Those of one state machine."""

    def __init__(self, machine: StateMachine, cloud: Cloud) -> None:
        self._machine = machine
        self._cloud = cloud

    def start(self, given: str) -> str:
        """Starts one with this input, under a name of our own: so a request that is repeated
        starts none twice."""
        if self._machine.existing() is None:
            raise self._not_deployed()
        now = datetime.now(timezone.utc)
        name = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        started = self._cloud.find(
            "states",
            "start_execution",
            NOT_THERE,
            stateMachineArn=self._machine.alias,
            name=name,
            input=given,
        )
        if started is None:
            raise self._not_deployed()
        return RUN_PREFIX + name

    def newest(self, limit: int) -> list[DeployedRun]:
        """The newest first."""
        if self._machine.existing() is None:
            raise self._not_deployed()
        found = self._cloud.pages(
            "states",
            "list_executions",
            "executions",
            limit=limit,
            stateMachineArn=self._machine.arn,
        )
        return [_run(one) for one in found]

    def one(self, run: str) -> tuple[DeployedRun, RunFailure | None]:
        """One by the id of its run."""
        name = run.removeprefix(RUN_PREFIX)
        arn = self._cloud.arn("states", f"execution:{self._machine.name}:{name}")
        found = self._cloud.find("states", "describe_execution", _NO_EXECUTION, executionArn=arn)
        if found is None:
            raise DeployError(
                f"There is no run {run} of {self._machine.name}. Step Functions forgets runs 90 "
                "days after they have ended."
            )
        return _run(found), self._failure(found)

    def _failure(self, execution: Mapping[str, Any], depth: int = 0) -> RunFailure | None:
        if execution["status"] not in _FAILED:
            return None
        events = list(
            self._cloud.pages(
                "states",
                "get_execution_history",
                "events",
                limit=_HISTORY,
                executionArn=execution["executionArn"],
                reverseOrder=True,
            )
        )
        state, map_run = failing_state(events)
        if map_run is not None and depth < _DEEPEST:
            inner = self._failed_item(map_run)
            if inner is not None:
                return self._failure(inner, depth + 1)
        cause, log = cause_of(execution.get("cause", ""))
        return RunFailure(state, execution.get("error", execution["status"]), cause, log)

    def _failed_item(self, map_run: str) -> Mapping[str, Any] | None:
        """One of the items of a map that have failed."""
        found: Iterable[Any] = self._cloud.pages(
            "states",
            "list_executions",
            "executions",
            limit=1,
            mapRunArn=map_run,
            statusFilter="FAILED",
        )
        for one in found:
            return self._cloud.call(
                "states", "describe_execution", executionArn=one["executionArn"]
            )
        return None

    def _not_deployed(self) -> DeployError:
        return DeployError(
            f"There is no state machine {self._machine.name} with what starts its runs: flowc "
            "deploy makes them."
        )


def _run(execution: Mapping[str, Any]) -> DeployedRun:
    ended: datetime | None = execution.get("stopDate")
    return DeployedRun(
        run=RUN_PREFIX + execution["name"],
        status=execution["status"],
        started=execution["startDate"].timestamp(),
        ended=ended.timestamp() if ended is not None else None,
    )
