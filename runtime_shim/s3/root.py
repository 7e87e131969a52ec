"""Where the objects of a run are: what `S3(run=...)` has as its root."""

from __future__ import annotations

import os
from typing import Any, Optional

from runtime_shim import contract
from runtime_shim.s3.errors import MetaflowS3URLException

_FOLDER = "data"
"""In the datastore, as in Metaflow's."""


def root_of_run(run: Any, bucket: Optional[str], prefix: Optional[str]) -> str:
    """The root for a flow object in a task, or for a run of the client.

    Raises `MetaflowS3URLException` where the datastore is not in S3.
    """
    configured = _configured_root()
    default_bucket, _, default_prefix = configured[len("s3://") :].partition("/")
    parts = (bucket or default_bucket, prefix or default_prefix, *_identity(run))
    return "s3://" + "/".join(part for part in (part.strip("/") for part in parts) if part)


def _configured_root() -> str:
    explicit = os.environ.get("METAFLOW_DATATOOLS_S3ROOT")
    if explicit:
        return explicit
    for variable in (contract.ENV_DATASTORE, "METAFLOW_DATASTORE_SYSROOT_S3"):
        datastore = os.environ.get(variable, "")
        if datastore.startswith("s3://"):
            return f"{datastore.rstrip('/')}/{_FOLDER}"
    raise MetaflowS3URLException(
        "S3(run=...) keeps objects beside the artifacts of the run, and the datastore is not in "
        "S3. Set METAFLOW_DATATOOLS_S3ROOT to an s3:// URL, or use S3(s3root=...)."
    )


def _identity(run: Any) -> tuple[str, str]:
    from runtime_shim.authoring.current import current
    from runtime_shim.authoring.flowspec import FlowSpec

    if not isinstance(run, FlowSpec):
        return str(run.parent.id), str(run.id)
    if not current.is_running_flow:
        raise MetaflowS3URLException("S3(run=self) is for steps: no task runs in this process.")
    return str(current.flow_name), str(current.run_id)
