"""What becomes of every argument of every decorator on this target, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Honoured(Enum):
    """By whom an argument is honoured, if by anyone."""

    EMITTED = "emitted"
    """It shows in the documents."""
    RUNTIME = "runtime"
    """The runtime reads it from the flow."""
    UNREAD = "unread"
    """It means nothing to a run, which a warning says."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An argument with no counterpart on this target."""

    reason: str
    instead: str
    """What to write for this target."""
    field: str
    """Where the IR has its value, to tell a setting from a default that was written out."""


Handling = Honoured | Refused

_E, _R = Honoured.EMITTED, Honoured.RUNTIME

_SIZES = {"cpu": _E, "gpu": _E, "memory": _E, "shared_memory": _E}
_TMPFS = {"use_tmpfs": _E, "tmpfs_tempdir": _E, "tmpfs_size": _E, "tmpfs_path": _E}
_PACKAGES = {"packages": _R, "python": _R, "disabled": _R}

_LOGS = "write to standard output, which the cluster's log collector picks up"

CAPABILITIES: Mapping[str, Mapping[str, Handling]] = {
    "step": {"start": _E, "end": _E, "node_info": Honoured.UNREAD},
    "resources": {**_SIZES, "disk": _E},
    "kubernetes": {
        **_SIZES,
        **_TMPFS,
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
    },
    "batch": {
        **_SIZES,
        **_TMPFS,
        "image": _E,
        "executable": _E,
        "privileged": _E,
        "ephemeral_storage": _E,
        "inferentia": _E,
        "trainium": _E,
        "efa": _E,
        "host_volumes": _E,
        "queue": Refused(
            "Kubernetes has no job queues",
            "choose the machines by `@kubernetes(node_selector=...)` or `compute_pool`",
            "queue",
        ),
        "iam_role": Refused(
            "a pod gets its role from its service account",
            "write `@kubernetes(service_account=...)` with an account that has the role",
            "iam_role",
        ),
        "execution_role": Refused(
            "a pod gets its role from its service account",
            "write `@kubernetes(service_account=...)` with an account that has the role",
            "execution_role",
        ),
        "max_swap": Refused("pods have no swap of their own", "raise `memory`", "max_swap_bytes"),
        "swappiness": Refused("pods have no swap of their own", "raise `memory`", "swappiness"),
        "efs_volumes": Refused(
            "Kubernetes mounts file systems through volume claims",
            "write `@kubernetes(persistent_volume_claims={...})` with a claim on the file system",
            "efs_volumes",
        ),
        "log_driver": Refused("the cluster decides where logs go", _LOGS, "log_driver"),
        "log_options": Refused("the cluster decides where logs go", _LOGS, "log_options"),
        "aws_batch_tags": Refused(
            "a pod has labels and annotations, and no tags",
            "write `@kubernetes(labels=...)` or `@kubernetes(annotations=...)`",
            "tags",
        ),
    },
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
    "trigger": {"event": _E, "events": _E, "options": _E},
    "trigger_on_finish": {"flow": _E, "flows": _E, "options": _E},
    "project": {"name": _E, "branch": _E, "production": _E},
    "exit_hook": {"on_success": _E, "on_error": _E, "options": _E},
}
"""By decorator and argument, both as they are written in the source."""
