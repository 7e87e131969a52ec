"""`num_parallel` on Batch: a multi-node job.

Step Functions' own way to run a Batch job takes no `NodeOverrides`, and how many nodes there shall
be only a run knows. So the job is submitted by the plain API, and asked for until it has ended.
"""

from __future__ import annotations

from compiler.backends.stepfunctions import retries
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.models import States
from compiler.backends.stepfunctions.naming import state_name
from compiler.backends.stepfunctions.scope import RESULT
from compiler.backends.stepfunctions.tasks import read_result, submission
from compiler.ir.step import Step
from runtime_shim.contract import RESULT_WIDTH

SUBMIT = "arn:aws:states:::aws-sdk:batch:submitJob"
DESCRIBE = "arn:aws:states:::aws-sdk:batch:describeJobs"
POLL_SECONDS = 180
"""Between two looks at a job. Each look makes nine events of the 25,000 that a run may have, so
that the longest job, of five days, leaves some of them."""
_JOB = f"{RESULT}.job"


def gang_states(split: str, step: Step, definition: str, identity: Identity, then: str) -> States:
    """Submits the job, waits for it, and fails as it did."""
    reader, submit = state_name(split, "width"), state_name(step.name)
    wait, look = state_name(step.name, "wait"), state_name(step.name, "look")
    ended, failed = state_name(step.name, "ended"), state_name(step.name, "failed")
    request = submission(step, definition, identity)
    overrides = request.pop("ContainerOverrides")
    nodes = {
        "NumNodes.$": f"{RESULT}.{RESULT_WIDTH}",
        "NodePropertyOverrides": [{"TargetNodes": "0:", "ContainerOverrides": overrides}],
    }
    return {
        reader: {**read_result(identity, split, RESULT_WIDTH), "Next": submit},
        submit: {
            "Type": "Task",
            "Resource": SUBMIT,
            "Parameters": {**request, "NodeOverrides": nodes},
            "ResultSelector": {"job.$": "$.JobId"},
            "ResultPath": RESULT,
            "Retry": [retries.of_batch()],
            "Next": wait,
        },
        wait: {"Type": "Wait", "Seconds": POLL_SECONDS, "Next": look},
        look: {
            "Type": "Task",
            "Resource": DESCRIBE,
            "Parameters": {"Jobs.$": f"States.Array({_JOB})"},
            "ResultSelector": {
                "job.$": "$.Jobs[0].JobId",
                "status.$": "$.Jobs[0].Status",
                "reason.$": "States.JsonToString($.Jobs[0])",
            },
            "ResultPath": RESULT,
            "Retry": [retries.of_requests()],
            "Next": ended,
        },
        ended: {
            "Type": "Choice",
            "Choices": [
                {"Variable": f"{RESULT}.status", "StringEquals": "SUCCEEDED", "Next": then},
                {"Variable": f"{RESULT}.status", "StringEquals": "FAILED", "Next": failed},
            ],
            "Default": wait,
        },
        failed: {"Type": "Fail", "Error": "Batch.JobFailed", "CausePath": f"{RESULT}.reason"},
    }
