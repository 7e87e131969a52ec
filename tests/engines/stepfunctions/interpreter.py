"""Runs a state machine with moto's interpreter, repaired."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from moto.stepfunctions.parser.api import (
    HistoryEventType,
    StateMachineType,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext
from moto.stepfunctions.parser.asl.eval.program_state import (
    ProgramEnded,
    ProgramError,
    ProgramStopped,
    ProgramTimedOut,
)
from moto.stepfunctions.parser.asl.eval.states import (
    ContextObjectData,
    ExecutionData,
    StateMachineData,
)
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.utils import TMP_THREADS

from tests.engines.stepfunctions.details import ACCOUNT, REGION, Details
from tests.engines.stepfunctions.errors import write

_STATES = f"arn:aws:states:{REGION}:{ACCOUNT}"
MOST_EVENTS = 25_000
"""Of the history of an execution."""
STATUSES: dict[type, str] = {
    ProgramEnded: "SUCCEEDED",
    ProgramError: "FAILED",
    ProgramStopped: "ABORTED",
    ProgramTimedOut: "TIMED_OUT",
}


@dataclass(frozen=True)
class Outcome:
    """Of an execution."""

    status: str
    output: Any
    """None but where it succeeded."""
    error: str | None
    cause: str | None
    history: list[Mapping[str, Any]]


class Machine:
    """A definition, read once."""

    def __init__(self, name: str, definition: str) -> None:
        """Raises an exception of the interpreter's for what it cannot read."""
        self.name = name
        self._program: Any = AmazonStateLanguageParser.parse(definition)[0]

    def start(self, name: str, given: Any, details: Details) -> Running:
        """Starts an execution of that name."""
        return Running(self._program, self._environment(name, given, details))

    def _environment(self, name: str, given: Any, details: Details) -> Environment:
        execution = ExecutionData(
            Id=f"{_STATES}:execution:{self.name}:{name}",
            Input=given,
            Name=name,
            RoleArn=details.role_arn,
            StartTime=datetime.now(timezone.utc).isoformat(),
        )
        machine = StateMachineData(Id=f"{_STATES}:stateMachine:{self.name}", Name=self.name)
        env = Environment(
            aws_execution_details=details,
            execution_type=StateMachineType.STANDARD,
            context=ContextObjectData(Execution=execution, StateMachine=machine),  # type: ignore[typeddict-item]
            event_history_context=EventHistoryContext.of_program_start(),
            cloud_watch_logging_session=None,
            activity_store={},
        )
        write(
            env,
            HistoryEventType.ExecutionStarted,
            "executionStarted",
            input=json.dumps(given),
            inputDetails={"truncated": False},
            roleArn=details.role_arn,
        )
        return env


class Running:
    """An execution under way."""

    def __init__(self, program: Any, env: Environment) -> None:
        self._env = env
        self._thread = threading.Thread(target=program.eval, args=(env,), daemon=True)
        self._thread.start()

    def stop(self, error: str | None = None, cause: str | None = None) -> None:
        """As `StopExecution`."""
        self._env.set_stop(stop_date=datetime.now(timezone.utc), cause=cause, error=error)

    def wait(self, timeout: float) -> Outcome | None:
        """None where it has not ended within so many seconds."""
        self._thread.join(timeout)
        if self._thread.is_alive():
            return None
        TMP_THREADS.clear()  # the interpreter keeps them for ever
        state: Any = self._env.program_state()
        status = STATUSES[type(state)]
        error = dict(state.error or {}) if status == "FAILED" else {}
        output = self._env.states.get_input() if status == "SUCCEEDED" else None
        history: Any = self._env.event_manager.get_event_history()
        if len(history) > MOST_EVENTS:
            status, output = "FAILED", None
            error = {"error": "States.Runtime", "cause": f"more than {MOST_EVENTS} events"}
        return Outcome(status, output, error.get("error"), error.get("cause"), history)
