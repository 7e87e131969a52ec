"""Tasks call the services of the bench.

Stock: they call moto, where a job of AWS Batch is a Docker container and one of EKS is not
supported; the second attempt of a `.sync` task becomes `States.Timeout`; requests are refused
unless their keys are in camel case; fields that a service lacks are dropped in silence.
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_factory,
)

from tests.engines.stepfunctions.integrations import task_for
from tests.engines.stepfunctions.repairs.patches import Repair, wherever_imported

TASKS = Repair(
    "tasks", wherever_imported(state_task_service_factory.state_task_service_for, task_for)
)
