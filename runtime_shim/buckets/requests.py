"""How requests to any object store are made: how long they may take, how often they are tried.

obstore repeats a request that failed on the way or at the server, after a pause that grows and
is random; when the body of an object breaks off it goes on from there (`object_store`,
`client/retry.rs` and `client/get.rs`). When another answer does, such as a listing, it gives up,
and so it does when no answer comes to a request that must not have its effect twice: that is
what `repeated` is for.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Optional, TypeVar

if TYPE_CHECKING:
    from obstore.store import RetryConfig

Result = TypeVar("Result")

_RETRIES = 7
"""Unless METAFLOW_S3_RETRY_COUNT says otherwise; as in Metaflow. The last comes some 10 seconds
after the first attempt."""
_FIRST_PAUSE = 0.1
"""Seconds; each is twice the one before, give or take a half."""
_REQUEST_LIMIT = timedelta(minutes=5)
"""For one request with its whole body, of which none is larger than a piece of an object."""


def client_options(endpoint: Optional[str]) -> Any:
    """Of a client for an endpoint, None for that of the cloud itself."""
    options: dict[str, Any] = {"timeout": _REQUEST_LIMIT}
    if endpoint and endpoint.startswith("http://"):
        options["allow_http"] = True
    return options


def retry_config(environment: Mapping[str, str]) -> RetryConfig:
    return {"max_retries": _retries(environment)}


def repeated(
    action: Callable[[], Result],
    is_passing: Callable[[Exception], bool],
    environment: Mapping[str, str] = os.environ,
) -> Result:
    """What an action gives that can be done again, after errors that may be over the next time."""
    from obstore.exceptions import BaseError

    for number in range(_retries(environment)):
        try:
            return action()
        except BaseError as error:  # noqa: PERF203 - each turn waits for a network
            if not is_passing(error):
                raise
            time.sleep(_FIRST_PAUSE * 2**number * random.uniform(0.5, 1.5))
    return action()


def _retries(environment: Mapping[str, str]) -> int:
    return int(environment.get("METAFLOW_S3_RETRY_COUNT", _RETRIES))
