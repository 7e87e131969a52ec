"""A bucket of S3, with the endpoint and the credentials that the environment names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from runtime_shim.buckets.errors import NoConnection
from runtime_shim.buckets.requests import PATIENT, client_options, retry_config
from runtime_shim.buckets.variables import check_word, checked_endpoint, first_endpoint

if TYPE_CHECKING:
    from obstore.store import S3Store

_ENDPOINTS = (
    "METAFLOW_S3_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT",
)  # fmt: skip
"""The last is obstore's own name for it."""
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_WORDS = (*_KEYS, "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION")
"""What the environment puts into the headers of requests, and into the names of servers."""
_SESSION = {
    "aws_access_key_id": "access_key_id",
    "aws_secret_access_key": "secret_access_key",
    "aws_session_token": "session_token",
    "region_name": "region",
}
"""How a session of boto3 and how obstore call the same."""


def open_bucket(
    bucket: str,
    encryption: Optional[str] = None,
    session: Optional[Mapping[str, Any]] = None,
    client: Optional[Mapping[str, Any]] = None,
    patience: float = PATIENT,
    environment: Mapping[str, str] = os.environ,
) -> S3Store:
    """A connection to a bucket; nothing is asked of it yet.

    `session` and `client` are what Metaflow passes on to boto3: keys and a region, an
    `endpoint_url`. What they leave open the environment says: a profile, the endpoint of a
    store other than AWS; and what is in neither obstore finds out by itself. `patience` is for
    how many seconds what fails is tried again. Raises `NoConnection`.
    """
    from obstore.store import S3Store

    from runtime_shim.buckets.aws_profiles import profile_config

    client = client or {}
    config: Any = profile_config(environment)
    provider = config.pop("provider", None)
    given = {**(session or {}), **client}
    config.update({_SESSION[name]: value for name, value in given.items() if name in _SESSION})
    _check(config, environment)
    if encryption:
        config["server_side_encryption"] = encryption
    if client.get("endpoint_url"):
        endpoint: Optional[str] = checked_endpoint("endpoint_url", client["endpoint_url"])
    else:
        endpoint = first_endpoint(_ENDPOINTS, environment)
    if endpoint:
        # Of all names for it the one that obstore looks at first.
        config["aws_endpoint_url_s3"] = endpoint
    return S3Store(
        bucket,
        config=config,
        client_options=client_options(endpoint),
        retry_config=retry_config(environment, patience),
        credential_provider=provider,
    )


def _check(config: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    """Raises `NoConnection` for keys, a token or a region that no request can be made with."""
    for name in _SESSION.values():
        if config.get(name) is not None:
            check_word(f"`{name}` of the AWS profile or session", config[name])
    for name in _WORDS:
        if environment.get(name):
            check_word(name, environment[name])
    found = [name for name in _KEYS if environment.get(name)]
    if len(found) == 1 and "access_key_id" not in config:
        (missing,) = set(_KEYS) - set(found)
        raise NoConnection(f"{found[0]} is set and {missing} is not: set both, or neither.")
