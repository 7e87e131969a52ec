"""A foreach of one step as one Batch array job: a single request, whatever the number of items.

The children find their index and their attempt in Batch's own variables, and Batch itself tries
them again.
"""

from __future__ import annotations

from compiler.backends.stepfunctions import retries
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.intrinsics import Reference
from compiler.backends.stepfunctions.models import State, States
from compiler.backends.stepfunctions.naming import state_name
from compiler.backends.stepfunctions.scope import RESULT
from compiler.backends.stepfunctions.tasks import SUBMIT, read_result, submission
from compiler.ir.step import Step
from runtime_shim.contract import RESULT_WIDTH

_WIDTH = f"{RESULT}.{RESULT_WIDTH}"


def array_states(split: str, step: Step, definition: str, identity: Identity, then: str) -> States:
    """An array has at least two children: one item alone is a plain job, and none is nothing."""
    reader, name = state_name(split, "width"), state_name(split, "foreach")
    single, several = state_name(step.name, "single"), state_name(step.name)
    request = submission(step, definition, identity)
    sizes = {"ArrayProperties": {"Size.$": Reference(_WIDTH)}}
    job: State = {
        "Type": "Task",
        "Resource": SUBMIT,
        "Parameters": request,
        "ResultPath": None,
        "Retry": [retries.of_batch()],
        "Next": then,
    }
    return {
        reader: {**read_result(identity, split, RESULT_WIDTH), "Next": name},
        name: {
            "Type": "Choice",
            "Choices": [
                {"Variable": _WIDTH, "NumericEquals": 0, "Next": then},
                {"Variable": _WIDTH, "NumericEquals": 1, "Next": single},
            ],
            "Default": several,
        },
        single: job,
        several: {**job, "Parameters": {**request, **sizes}},
    }
