"""Pod templates: one for each kind of pod, shared by the steps that need the same.

A template takes the step and its path as inputs, so a flow of 1,000 like steps has one
template and 1,000 short tasks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from compiler.backends.argo.containers import annotated, container, env_vars
from compiler.backends.argo.identity import Identity
from compiler.backends.argo.models import Parameter, RetryStrategy, Template
from compiler.backends.argo.naming import Names
from compiler.backends.argo.parameters import parameters_json
from compiler.backends.argo.placeholders import RETRIES, inputs
from compiler.backends.backend import Program
from compiler.compute.deadline import deadline_seconds
from compiler.compute.kubernetes import step_pod
from compiler.compute.kubernetes_json import pod_fields
from compiler.compute.kubernetes_models import EnvVar
from compiler.compute.pod import Pod
from compiler.compute.task_environment import gang_variables
from compiler.ir.step import Step
from compiler.ir.transition import Foreach, Gang, Switch
from compiler.settings import Settings
from runtime_shim import contract

STEP_ANNOTATION = "flowc/step"
PATH_ANNOTATION = "flowc/path"


@dataclass(frozen=True, slots=True)
class PodKind:
    """All that a pod template is made from."""

    pod: Pod
    retries: int = 0
    wait_seconds: int = 0
    deadline_seconds: int | None = None
    result: str | None = None
    """The file in which the step hands over its width or its choice."""
    gang_env: tuple[tuple[str, str], ...] = ()
    """Set for the members of a gang."""
    starts: bool = False
    ends: bool = False


class PodTemplates:
    """The pod templates of a flow, each content once, in the order of its first step."""

    def __init__(
        self, program: Program, settings: Settings, identity: Identity, names: Names
    ) -> None:
        flow = program.flow
        self._identity = identity
        self._parameters = parameters_json(flow)
        self._event_url = settings.argo.event_url
        self._of_step: dict[str, str] = {}
        self.templates: list[Template] = []
        self._gang_retries: dict[str, RetryStrategy] = {}
        of_kind: dict[PodKind, str] = {}
        of_content: dict[str, str] = {}
        for step in flow.steps:
            kind = _kind(step, program, settings)
            if kind not in of_kind:
                made = self._template(kind)
                content = json.dumps(made, sort_keys=True)
                if content not in of_content:
                    of_content[content] = names.claim(f"{step.name}-pod")
                    self.templates.append({**made, "name": of_content[content]})
                of_kind[kind] = of_content[content]
            self._of_step[step.name] = of_kind[kind]
            if kind.gang_env and kind.retries:
                self._gang_retries[step.name] = _retry(kind)

    def of(self, step: str) -> str:
        """The name of the template that runs a step."""
        return self._of_step[step]

    def gang_retry(self, step: str) -> RetryStrategy | None:
        """How all members of a gang are tried again together, where they are.

        The template takes the attempt as an input then.
        """
        return self._gang_retries.get(step)

    def _template(self, kind: PodKind) -> Template:
        pod = kind.pod
        made: Template = {
            "name": "",
            "metadata": {
                "annotations": {
                    **dict(pod.annotations),
                    STEP_ANNOTATION: inputs("step"),
                    PATH_ANNOTATION: inputs("path"),
                }
            },
            "inputs": {"parameters": [{"name": "step"}, {"name": "path", "value": ""}]},
        }
        if pod.labels:
            made["metadata"] = {"labels": dict(pod.labels), **made["metadata"]}
        attempt = RETRIES if kind.retries else "0"
        if kind.gang_env:
            made["inputs"]["parameters"].append({"name": "size"})
            if kind.retries:
                made["inputs"]["parameters"].append({"name": "attempt"})
                attempt = inputs("attempt")
        if kind.result is not None:
            made["outputs"] = {"parameters": [_result(kind.result)]}
        if kind.retries and not kind.gang_env:
            made["retryStrategy"] = _retry(kind)
        if kind.deadline_seconds is not None:
            made["activeDeadlineSeconds"] = kind.deadline_seconds
        args = contract.step_arguments(inputs("step"), inputs("path"), attempt)
        main = container(pod, args, self._env(kind))
        return {**made, **pod_fields(pod), "container": main}

    def _env(self, kind: PodKind) -> list[EnvVar]:
        user = [*self._identity.env]
        if kind.ends and self._event_url is not None:
            user.append((contract.ENV_EVENT_URL, self._event_url))
        user += [*kind.gang_env, *kind.pod.env]
        own = annotated(self._identity.brought)
        if kind.gang_env:
            own += [
                {"name": contract.ENV_GANG_SIZE, "value": inputs("size")},
                {
                    "name": contract.ENV_GANG_ADDRESS,
                    "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}},
                },
            ]
            if kind.retries:
                own.append({"name": contract.ENV_GANG_ROUND, "value": inputs("attempt")})
        if kind.starts and self._parameters is not None:
            own.append({"name": contract.ENV_PARAMETERS, "value": self._parameters})
        return env_vars(user, own)


def _kind(step: Step, program: Program, settings: Settings) -> PodKind:
    kind = PodKind(pod=step_pod(step, settings, program.environments.get(step.name)))
    retries = (step.retry.times if step.retry else 0) + (
        contract.FALLBACK_ATTEMPTS if step.catch else 0
    )
    return replace(
        kind,
        retries=retries,
        wait_seconds=step.retry.wait_seconds if step.retry else 0,
        deadline_seconds=deadline_seconds(step),
        result=_result_file(step),
        gang_env=gang_variables(step) if step.parallel else (),
        starts=step.name == program.flow.start,
        ends=step.name == program.flow.end,
    )


def _result_file(step: Step) -> str | None:
    if isinstance(step.transition, (Foreach, Gang)):
        return contract.RESULT_WIDTH
    return contract.RESULT_CHOICE if isinstance(step.transition, Switch) else None


def _result(name: str) -> Parameter:
    return {"name": name, "valueFrom": {"path": f"{contract.RESULT_FOLDER}/{name}"}}


def _retry(kind: PodKind) -> RetryStrategy:
    """`Always`: a pod that was evicted or could not start is tried again like a failed one."""
    made: RetryStrategy = {"limit": kind.retries, "retryPolicy": "Always"}
    if kind.wait_seconds:
        made["backoff"] = {"duration": str(kind.wait_seconds), "factor": 1}
    return made
