"""The tasks of a state machine, which call the services that an execution has."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import (
    ResourceCondition,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (  # noqa: E501
    StateTaskService,
)

from tests.engines.stepfunctions.batch.errors import BatchError
from tests.engines.stepfunctions.casing import camel, pascal
from tests.engines.stepfunctions.details import Services, details_of
from tests.engines.stepfunctions.errors import failure, write

SUBMIT_FIELDS = frozenset(
    {
        "ArrayProperties",
        "ContainerOverrides",
        "DependsOn",
        "JobDefinition",
        "JobName",
        "JobQueue",
        "Parameters",
        "PropagateTags",
        "RetryStrategy",
        "SchedulingPriorityOverride",
        "ShareIdentifier",
        "Tags",
        "Timeout",
    }
)
"""Of `batch:submitJob`; `NodeOverrides` are not among them.
https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html"""
MANAGED = {"name": "MANAGED_BY_AWS", "value": "STARTED_BY_STEP_FUNCTIONS"}
"""What `.sync` adds to the environment of a job."""
_LOOK = 0.1
"""Seconds between two looks at whether the execution was stopped."""


class _Task(StateTaskService):
    """What all share: history, and the end of the task with its execution."""

    def _get_supported_parameters(self) -> set[str]:
        return set()  # none is dropped

    def _get_sfn_resource(self) -> str:
        condition = self.resource.condition
        return self.resource.api_action + (f".{condition}" if condition else "")

    def _eval_service_task(
        self,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        services = details_of(env).services
        env.stack.append(self.call(env, services, normalised_parameters))

    def call(self, env: Any, services: Services, given: dict[str, Any]) -> Any:
        raise NotImplementedError

    def submitted(self, env: Any, output: Any) -> None:
        """Writes into the history that the service has taken the job."""
        write(
            env,
            HistoryEventType.TaskSubmitted,
            "taskSubmitted",
            resource=self._get_sfn_resource(),
            resourceType=self._get_sfn_resource_type(),
            output=json.dumps(output),
            outputDetails={"truncated": False},
        )


class BatchTask(_Task):
    """`batch:submitJob`, with or without `.sync`."""

    def call(self, env: Any, services: Services, given: dict[str, Any]) -> Any:
        unknown = given.keys() - SUBMIT_FIELDS
        if unknown:
            raise failure(env, "States.Runtime", f"not supported by Step Functions: {unknown}")
        request = camel(given)
        sync = self.resource.condition == ResourceCondition.Sync
        if sync:
            overrides = request.setdefault("containerOverrides", {})
            overrides["environment"] = [*overrides.get("environment", []), MANAGED]
        answer = _in_batch(env, lambda: services.batch.submit(request))
        details_of(env).jobs.append(answer["jobId"])
        if not sync:
            return pascal(answer)
        self.submitted(env, pascal(answer))
        return self._end_of(env, services, answer["jobId"])

    def _end_of(self, env: Any, services: Services, job: str) -> Any:
        while not services.batch.wait(job, _LOOK):
            if not env.is_running():
                services.batch.terminate(job, "the execution was stopped")
        (detail,) = services.batch.describe([job])
        if detail["status"] != "SUCCEEDED":
            raise failure(env, "States.TaskFailed", json.dumps(pascal(detail)))
        return pascal(detail)


class KubernetesTask(_Task):
    """`eks:runJob.sync`. A job that fails is `States.TaskFailed`, or an error that it matches."""

    def call(self, env: Any, services: Services, given: dict[str, Any]) -> Any:
        job = services.kubernetes.create(given)
        details_of(env).jobs.append(job.name)
        self.submitted(env, {})
        while not job.wait(_LOOK):
            if not env.is_running():
                job.delete()
        if job.failed:
            raise failure(env, "States.TaskFailed", json.dumps(job.detail()))
        return job.detail()


class SdkTask(_Task):
    """`aws-sdk:SERVICE:ACTION`: the service's own answer."""

    def _get_sfn_resource_type(self) -> str:
        return f"{self.resource.service_name}:{self.resource.api_name}"

    def call(self, env: Any, services: Services, given: dict[str, Any]) -> Any:
        action = _SDK.get((self.resource.api_name, self.resource.api_action))
        if action is None:
            raise failure(env, "States.Runtime", f"the bench has no {self.resource.resource_arn}")
        return action(env, services, given)


def _get_object(env: Any, services: Services, given: dict[str, Any]) -> Any:
    try:
        answer = services.s3.get_object(**given)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise failure(env, f"S3.{code}Exception", str(error)) from error
    return {"Body": answer["Body"].read().decode(), "ContentLength": answer["ContentLength"]}


def _submit(env: Any, services: Services, given: dict[str, Any]) -> Any:
    answer = _in_batch(env, lambda: services.batch.submit(camel(given)))
    details_of(env).jobs.append(answer["jobId"])
    return pascal(answer)


def _describe(env: Any, services: Services, given: dict[str, Any]) -> Any:
    found = _in_batch(env, lambda: services.batch.describe(given["Jobs"]))
    return {"Jobs": pascal(found)}


def _terminate(env: Any, services: Services, given: dict[str, Any]) -> Any:
    _in_batch(env, lambda: services.batch.terminate(given["JobId"], given["Reason"]))
    return {}


_SDK: Mapping[tuple[str, str], Callable[[Any, Services, dict[str, Any]], Any]] = {
    ("s3", "getObject"): _get_object,
    ("batch", "submitJob"): _submit,
    ("batch", "describeJobs"): _describe,
    ("batch", "terminateJob"): _terminate,
}
_TASKS: Mapping[str, type[_Task]] = {
    "batch": BatchTask,
    "eks": KubernetesTask,
    "aws-sdk": SdkTask,
}


def task_for(service_name: str) -> _Task:
    """What a task state of that service is made of. Raises `ValueError` for one without."""
    if service_name not in _TASKS:
        raise ValueError(f"the bench has no service {service_name}")
    return _TASKS[service_name]()


def _in_batch(env: Any, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except BatchError as error:
        raise failure(env, f"Batch.{error.code}", str(error)) from error
