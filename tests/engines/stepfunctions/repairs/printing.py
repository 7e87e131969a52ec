"""What is printed of a part of a document is its kind, and of an error nothing.

Stock: each error that a state raises prints all that is below it, for every level above it,
which takes seconds in a long document. It is logged with all that is known of a job as well, for
every attempt; what an execution failed of is in its outcome.
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.component import eval_component
from moto.stepfunctions.parser.asl.component.component import Component
from moto.stepfunctions.parser.asl.component.program import program

from tests.engines.stepfunctions.repairs.patches import Patch, Repair


def _kind(self: Component) -> str:
    return type(self).__name__


def _nothing(message: str, *arguments: object) -> None:
    """In place of a logger's method."""


PRINTING = Repair(
    "printing",
    [
        Patch(Component, "__str__", _kind),
        *(Patch(module.LOG, "error", _nothing) for module in (eval_component, program)),
    ],
)
