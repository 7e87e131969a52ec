"""What becomes of an argument of a decorator on a target, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from compiler.diagnostics.catalogue.targets import IgnoredArgument, UnsupportedArgument
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.span import Span
from compiler.ir.step import Step


class Honoured(Enum):
    """By whom an argument is honoured, if by anyone."""

    EMITTED = "emitted"
    """It shows in the documents."""
    RUNTIME = "runtime"
    """The runtime reads it from the flow."""
    AIRFLOW = "airflow"
    """By Airflow alone, which a warning says on other targets."""
    UNREAD = "unread"
    """It means nothing to a run, which a warning says."""


@dataclass(frozen=True, slots=True)
class _NoCounterpart:
    reason: str
    instead: str
    """What to write for this target."""
    field: str
    """Where the IR has its value, to tell a setting from a default that was written out."""
    nothing: object = None
    """The value that asks for nothing."""


class Refused(_NoCounterpart):
    """An argument that the target cannot do: the flow would not do what it says."""


class Ignored(_NoCounterpart):
    """An argument that the target takes no notice of: the flow does what it says without it."""


Handling = Honoured | Refused | Ignored
Handlings = Mapping[str, Mapping[str, Handling]]
"""By decorator and argument, both as they are written in the source."""

_E, _R = Honoured.EMITTED, Honoured.RUNTIME

SIZES: Mapping[str, Handling] = {"cpu": _E, "gpu": _E, "memory": _E, "shared_memory": _E}
TMPFS: Mapping[str, Handling] = {
    "use_tmpfs": _E,
    "tmpfs_tempdir": _E,
    "tmpfs_size": _E,
    "tmpfs_path": _E,
}
_PACKAGES = {"packages": _R, "python": _R, "disabled": _R}

KUBERNETES: Mapping[str, Handling] = {
    **SIZES,
    **TMPFS,
    "disk": _E,
    "image": _E,
    "image_pull_policy": _E,
    "image_pull_secrets": _E,
    "service_account": _E,
    "secrets": _E,
    "node_selector": _E,
    "namespace": _E,
    "gpu_vendor": _E,
    "tolerations": _E,
    "labels": _E,
    "annotations": _E,
    "persistent_volume_claims": _E,
    "port": _E,
    "compute_pool": _E,
    "executable": _E,
    "hostname_resolution_timeout": _E,
    "qos": _E,
    "extended_resources": _E,
    "security_context": _E,
}
"""`@kubernetes`, where a pod runs the step."""

_SENSOR = (
    *("timeout", "poke_interval", "mode", "exponential_backoff"),
    *("pool", "soft_fail", "name", "description"),
)
_SENSORS = {
    "airflow_external_task_sensor": (
        *("external_dag_id", "external_task_ids", "allowed_states", "failed_states"),
        *("execution_delta", "check_existence"),
        *_SENSOR,
    ),
    "airflow_s3_key_sensor": (
        *("bucket_key", "bucket_name", "wildcard_match", "aws_conn_id", "verify"),
        *_SENSOR,
    ),
}


def sensors(handling: Handling) -> Handlings:
    """The decorators for sensors of Airflow's, all of whose arguments are handled alike."""
    return {name: dict.fromkeys(arguments, handling) for name, arguments in _SENSORS.items()}


EVERYWHERE: Handlings = {
    **sensors(Honoured.AIRFLOW),
    "step": {"start": _E, "end": _E, "node_info": Honoured.UNREAD},
    "retry": {"times": _E, "minutes_between_retries": _E},
    "catch": {"var": _R, "print_exception": _R},
    "timeout": {"seconds": _E, "minutes": _E, "hours": _E},
    "environment": {"vars": _E},
    "secrets": {"sources": _R, "role": _R, "allow_override": _R},
    "pypi": _PACKAGES,
    "conda": {**_PACKAGES, "libraries": _R},
    "pypi_base": _PACKAGES,
    "conda_base": {**_PACKAGES, "libraries": _R},
    "card": {
        "type": _R,
        "id": _R,
        "options": _R,
        "scope": _R,
        "rank": _R,
        "timeout": _R,
        "save_errors": _R,
        "customize": _R,
        "refresh_interval": _R,
    },
    "parallel": {},
    "schedule": {"cron": _E, "weekly": _E, "daily": _E, "hourly": _E, "timezone": _E},
    "project": {"name": _E, "branch": _E, "production": _E},
    "exit_hook": {"on_success": _E, "on_error": _E, "options": _E},
}
"""What every scheduler honours."""


def argument_problems(step: Step, handlings: Handlings, target: str) -> Iterator[Diagnostic]:
    """What a step's decorators ask of its container, and the target cannot do."""
    compute = step.compute
    if compute is not None:
        told: set[str] = set()
        # Of several arguments about one thing the first that was given stands for all.
        for argument, handling in sorted(
            handlings[compute.kind].items(), key=lambda entry: entry[0] not in compute.spans
        ):
            of_resources = argument in handlings["resources"] and argument not in compute.spans
            if isinstance(handling, Honoured) or of_resources or handling.field in told:
                continue
            told.add(handling.field)
            span = compute.spans.get(argument, compute.span)
            yield from _problem(step, compute.kind, argument, handling, span, target)
    for argument, handling in handlings["resources"].items():
        if compute is None or argument not in compute.spans:
            yield from _problem(step, "resources", argument, handling, step.span, target)


def _problem(
    step: Step, decorator: str, argument: str, handling: Handling, span: Span, target: str
) -> Iterator[Diagnostic]:
    if isinstance(handling, Honoured):
        return
    holder = step.compute if hasattr(step.compute, handling.field) else step.resources
    value = getattr(holder, handling.field)
    if value in (None, (), {}) or value == handling.nothing:
        return
    made = UnsupportedArgument if isinstance(handling, Refused) else IgnoredArgument
    yield made(
        span=span,
        target=target,
        decorator=decorator,
        argument=argument,
        reason=handling.reason,
        instead=handling.instead,
    )
