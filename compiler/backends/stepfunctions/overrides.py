"""How much ECS is told when a job starts: what a request to Batch says of the job's container.

Batch hands over the command, with the request's values in it, and the request's variables; those
of the job definition stay there. What else Batch says is not documented, and not counted: so
what is too long here cannot start.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

from compiler.backends.stepfunctions.documents import Documents, compact
from compiler.backends.stepfunctions.hooks import FAILED, SUCCEEDED
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.limits import MAX_OVERRIDE_CHARACTERS
from compiler.backends.stepfunctions.naming import MAX_EXECUTION_NAME
from compiler.backends.stepfunctions.scope import RUN_ID, RUN_PREFIX
from compiler.compute.batch import hook_container, step_container
from compiler.compute.batch_container import BatchContainer
from compiler.diagnostics.catalogue.stepfunctions import OverridesTooLong
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.span import Span
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim import contract

_CONTAINER = "default"
"""What Batch calls the container of a job."""
_LONGEST_RUN = RUN_PREFIX + "x" * MAX_EXECUTION_NAME
_FIELD = re.compile(r"<\w+>")
"""Where an event's field goes in the text that a run is started with."""


def override_problems(
    documents: Documents, flow: Flow, settings: Settings, identity: Identity
) -> Iterator[Diagnostic]:
    """The longest, where it is too long: nearly all of it is the same for all jobs of a flow."""
    given = _least_input(documents)
    longest = max(_jobs(flow, settings, identity, given), default=None, key=lambda one: one[0])
    if longest is not None and longest[0] > MAX_OVERRIDE_CHARACTERS:
        length, what, span = longest
        yield OverridesTooLong(span=span, what=what, length=f"{length:,}")


def first_length(flow: Flow, settings: Settings, identity: Identity, given: str) -> int:
    """The characters for the first task of a run that is started with this text, as a job."""
    return _length_of_step(flow.by_name[flow.start], flow, settings, identity, given)


def _jobs(
    flow: Flow, settings: Settings, identity: Identity, given: str
) -> Iterator[tuple[int, str, Span]]:
    for step in flow.steps:
        if not isinstance(step.compute, Kubernetes):
            length = _length_of_step(step, flow, settings, identity, given)
            yield length, step.name, step.span
    status = (contract.ENV_RUN_STATUS, max(SUCCEEDED, FAILED, key=len))
    for hook in flow.exit_hooks:
        container = hook_container(hook.image, settings)
        for function in (*hook.on_success, *hook.on_error):
            arguments = contract.hook_arguments(function)
            length = _length(container, arguments, [*identity.env, status])
            yield length, function, hook.span


def _length_of_step(
    step: Step, flow: Flow, settings: Settings, identity: Identity, given: str
) -> int:
    own = []
    if step.name == flow.start:
        own.append((contract.ENV_PARAMETERS, base64.b64encode(given.encode()).decode()))
    arguments = contract.retry_arguments(step.name, contract.task_name(""), "0")
    return _length(step_container(step, settings), arguments, [*identity.env, *own])


def _length(
    container: BatchContainer, arguments: Iterable[str], env: Iterable[tuple[str, str]]
) -> int:
    whole = {
        "name": _CONTAINER,
        "command": [container.executable, *container.launch, *arguments],
        "environment": [
            {"name": name, "value": _LONGEST_RUN if value is RUN_ID else value}
            for name, value in env
        ],
    }
    return len(compact({"containerOverrides": [whole]}))


def _least_input(documents: Documents) -> str:
    """The longest of the shortest texts that the flow's own rules start a run with."""
    texts = ["{}"]
    for rule in documents.rules:
        targets = rule["Targets"]
        assert isinstance(targets, list)
        transformers = [target.get("InputTransformer", {}) for target in targets]
        texts += [_FIELD.sub("0", one.get("InputTemplate", "")) for one in transformers]
    return max(texts, key=len)
