"""How requests to any object store are made: how long they may take, how often they are tried.

obstore repeats a request that failed on the way or at the server, after a pause that grows and
is random. With the body of an object that breaks off it goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from obstore.store import RetryConfig

_RETRIES = 7
"""Unless METAFLOW_S3_RETRY_COUNT says otherwise; as in Metaflow. The last comes some 10 seconds
after the first attempt."""
_REQUEST_LIMIT = timedelta(minutes=5)
"""For one request with its whole body, of which none is larger than a piece of an object."""


def client_options(endpoint: Optional[str]) -> Any:
    """Of a client for an endpoint, None for that of the cloud itself."""
    options: dict[str, Any] = {"timeout": _REQUEST_LIMIT}
    if endpoint and endpoint.startswith("http://"):
        options["allow_http"] = True
    return options


def retry_config(environment: Mapping[str, str]) -> RetryConfig:
    return {"max_retries": int(environment.get("METAFLOW_S3_RETRY_COUNT", _RETRIES))}
