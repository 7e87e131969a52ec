"""How requests to any object store are made: how long they may take, how long they are tried.

obstore repeats a request that failed on the way or at the server, after a pause that grows and
is random, up to some seconds; when the body of an object breaks off it goes on from there
(`object_store`, `client/retry.rs` and `client/get.rs`). When another answer does, such as a
listing, it gives up, and so it does when no answer comes to a request that must not have its
effect twice: that is what `repeated` is for.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Optional, TypeVar

from runtime_shim.buckets.variables import count_of

if TYPE_CHECKING:
    from obstore.store import RetryConfig

Result = TypeVar("Result")

PATIENT = 60.0
"""Seconds for which what fails is tried again: a server is started anew in less."""
PROMPT = 5.0
"""The same for whoever waits at a terminal, and may have misspelt where the store is."""

_COUNT = "METAFLOW_S3_RETRY_COUNT"
"""How often it is tried again at most; as often as there is time where nobody says."""
_NO_LIMIT = 1_000_000
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 3.0
"""Seconds; a pause is up to `_GROWTH` times as long as the one before."""
_GROWTH = 4
"""obstore draws from all between the first pause and that: with 2 pauses would not grow."""
_REQUEST_LIMIT = timedelta(minutes=5)
"""For one request with its whole body, of which none is larger than a piece of an object."""


def client_options(endpoint: Optional[str]) -> Any:
    """Of a client for an endpoint, None for that of the cloud itself."""
    options: dict[str, Any] = {"timeout": _REQUEST_LIMIT}
    if endpoint and endpoint.startswith("http://"):
        options["allow_http"] = True
    return options


def retry_config(environment: Mapping[str, str], patience: float) -> RetryConfig:
    """Raises `NoConnection` where the variable for it has no number."""
    return {
        "max_retries": _most_retries(environment),
        "retry_timeout": timedelta(seconds=patience),
        "backoff": {
            "init_backoff": timedelta(seconds=_FIRST_PAUSE),
            "max_backoff": timedelta(seconds=_LONGEST_PAUSE),
            "base": _GROWTH,
        },
    }


def repeated(
    action: Callable[[], Result],
    is_passing: Callable[[Exception], bool],
    patience: float,
    environment: Mapping[str, str] = os.environ,
) -> Result:
    """What an action gives that can be done again, after errors that may be over the next time."""
    from obstore.exceptions import BaseError

    until = time.monotonic() + patience
    left = _most_retries(environment)
    pause = _FIRST_PAUSE
    while True:
        try:
            return action()
        except (BaseError, FileNotFoundError) as error:
            if not left or time.monotonic() >= until or not is_passing(error):
                raise
        time.sleep(pause)
        left -= 1
        pause = min(random.uniform(_FIRST_PAUSE, _GROWTH * pause), _LONGEST_PAUSE)


def _most_retries(environment: Mapping[str, str]) -> int:
    count = count_of(_COUNT, environment)
    return _NO_LIMIT if count is None else count
