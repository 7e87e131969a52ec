"""What becomes of every argument of every decorator on this target, as data."""

from __future__ import annotations

from compiler.backends.capabilities import (
    EVERYWHERE,
    KUBERNETES,
    SIZES,
    TMPFS,
    Handlings,
    Honoured,
    Refused,
)

TARGET = "Argo Workflows"
_E = Honoured.EMITTED

_LOGS = "write to standard output, which the cluster's log collector picks up"

CAPABILITIES: Handlings = {
    **EVERYWHERE,
    "resources": {**SIZES, "disk": _E},
    "kubernetes": KUBERNETES,
    "batch": {
        **SIZES,
        **TMPFS,
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
    "trigger": {"event": _E, "events": _E, "options": _E},
    "trigger_on_finish": {"flow": _E, "flows": _E, "options": _E},
}
