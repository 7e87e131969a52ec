"""An execution that was stopped stays stopped.

Stock: an error that one of its states raises afterwards, such as that of a job which ended with
it, makes it one that failed.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped, ProgramTimedOut

from tests.engines.stepfunctions.repairs.patches import Patch, Repair

_stock = Environment.set_error


def _set_error(self: Environment, error: Any) -> None:
    with self._state_mutex:
        if not isinstance(self.program_state(), (ProgramStopped, ProgramTimedOut)):
            _stock(self, error)


STOPS = Repair("stops", [Patch(Environment, "set_error", _set_error)])
