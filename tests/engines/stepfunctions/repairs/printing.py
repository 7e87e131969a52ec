"""What is printed of a part of a document is its kind.

Stock: each error that a state raises prints all that is below it, for every level above it,
which takes seconds in a long document.
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.component.component import Component

from tests.engines.stepfunctions.repairs.patches import Patch, Repair


def _kind(self: Component) -> str:
    return type(self).__name__


PRINTING = Repair("printing", [Patch(Component, "__str__", _kind)])
