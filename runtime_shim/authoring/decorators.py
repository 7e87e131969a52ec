"""The decorators: each notes its arguments and gives back what it stands on.

What they ask for is enacted elsewhere. The scheduler has read it in the source (`plan`);
the task reads it here, from the live class, because user code may have added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from runtime_shim.authoring.marks import (
    KINDS,
    Decoration,
    FlowKind,
    StepKind,
    decorations_of,
    flow_decorations_of,
    is_flow,
    is_step,
)

__all__ = ["KINDS", "Decoration", "decorations_of", "flow_decorations_of", "is_flow", "is_step"]

F = TypeVar("F", bound=Callable[..., Any])

_TMPFS = {"tmpfs_tempdir": True, "tmpfs_size": None, "tmpfs_path": "/metaflow_temp"}
_PACKAGES: Mapping[str, Any] = {"packages": {}, "python": None, "disabled": None}
_SENSOR = {
    "timeout": 3600,
    "poke_interval": 60,
    "mode": "reschedule",
    "exponential_backoff": True,
    "pool": None,
    "soft_fail": False,
    "name": None,
    "description": None,
}

# The arguments and their defaults are those of Metaflow 2.19.

retry = StepKind("retry", {"times": "3", "minutes_between_retries": "2"})
catch = StepKind("catch", {"var": None, "print_exception": True})
timeout = StepKind("timeout", {"seconds": 0, "minutes": 0, "hours": 0})
environment = StepKind("environment", {"vars": {}})
secrets = StepKind("secrets", {"sources": [], "role": None, "allow_override": False})
resources = StepKind(
    "resources",
    {"cpu": "1", "gpu": None, "disk": None, "memory": "4096", "shared_memory": None},
)
conda = StepKind("conda", {**_PACKAGES, "libraries": {}})
pypi = StepKind("pypi", _PACKAGES)
parallel = StepKind("parallel")
pytorch_parallel = StepKind("pytorch_parallel", {"master_port": None})
card = StepKind(
    "card",
    {
        "type": "default",
        "options": {},
        "scope": "task",
        "rank": None,
        "timeout": 45,
        "id": None,
        "save_errors": True,
        "customize": False,
        "refresh_interval": 5,
    },
    repeatable=True,
)
kubernetes = StepKind(
    "kubernetes",
    {
        "cpu": "1",
        "memory": "4096",
        "disk": "10240",
        "image": None,
        "image_pull_policy": None,
        "image_pull_secrets": None,
        "service_account": None,
        "secrets": None,
        "node_selector": None,
        "namespace": None,
        "gpu": None,
        "gpu_vendor": None,
        "tolerations": None,
        "labels": None,
        "annotations": None,
        "use_tmpfs": None,
        **_TMPFS,
        "persistent_volume_claims": None,
        "shared_memory": None,
        "port": None,
        "compute_pool": None,
        "executable": None,
        "hostname_resolution_timeout": 600,
        "qos": "burstable",
        "extended_resources": {},
        "security_context": None,
    },
)
batch = StepKind(
    "batch",
    {
        "cpu": None,
        "gpu": None,
        "memory": None,
        "image": None,
        "queue": None,
        "iam_role": None,
        "execution_role": None,
        "shared_memory": None,
        "max_swap": None,
        "swappiness": None,
        "inferentia": None,
        "trainium": None,
        "efa": None,
        "host_volumes": None,
        "efs_volumes": None,
        "use_tmpfs": False,
        **_TMPFS,
        "aws_batch_tags": None,
        "ephemeral_storage": None,
        "log_driver": None,
        "log_options": None,
        "executable": None,
        "privileged": False,
    },
)

project = FlowKind("project", {"name": None, "production": False, "branch": None})
schedule = FlowKind(
    "schedule",
    {"cron": None, "weekly": False, "daily": True, "hourly": False, "timezone": None},
)
trigger = FlowKind("trigger", {"event": None, "events": [], "options": {}})
trigger_on_finish = FlowKind("trigger_on_finish", {"flow": None, "flows": [], "options": {}})
exit_hook = FlowKind(
    "exit_hook", {"on_success": [], "on_error": [], "options": {}}, repeatable=True
)
conda_base = FlowKind("conda_base", {**_PACKAGES, "libraries": {}})
pypi_base = FlowKind("pypi_base", _PACKAGES)
airflow_external_task_sensor = FlowKind(
    "airflow_external_task_sensor",
    {
        **_SENSOR,
        "external_dag_id": None,
        "external_task_ids": None,
        "allowed_states": ["success"],
        "failed_states": None,
        "execution_delta": None,
        "check_existence": True,
    },
    repeatable=True,
)
airflow_s3_key_sensor = FlowKind(
    "airflow_s3_key_sensor",
    {
        **_SENSOR,
        "bucket_key": None,
        "bucket_name": None,
        "wildcard_match": False,
        "aws_conn_id": None,
        "verify": None,
    },
    repeatable=True,
)
