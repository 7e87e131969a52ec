"""A bucket of S3, with the endpoint and the credentials that the environment names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from runtime_shim.buckets.requests import client_options, retry_config

if TYPE_CHECKING:
    from obstore.store import S3Store

_ENDPOINTS = ("METAFLOW_S3_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
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
    environment: Mapping[str, str] = os.environ,
) -> S3Store:
    """A connection to a bucket; nothing is asked of it yet.

    `session` and `client` are what Metaflow passes on to boto3: keys and a region, an
    `endpoint_url`. What they leave open the environment says: a profile, the endpoint of a
    store other than AWS; and what is in neither obstore finds out by itself.
    """
    from obstore.store import S3Store

    from runtime_shim.buckets.aws_profiles import profile_config

    client = client or {}
    config: Any = profile_config(environment)
    provider = config.pop("provider", None)
    given = {**(session or {}), **client}
    config.update({_SESSION[name]: value for name, value in given.items() if name in _SESSION})
    if encryption:
        config["server_side_encryption"] = encryption
    named = (environment[name] for name in _ENDPOINTS if environment.get(name))
    endpoint = client.get("endpoint_url") or next(named, None)
    if endpoint:
        config["endpoint"] = endpoint
    return S3Store(
        bucket,
        config=config,
        client_options=client_options(endpoint),
        retry_config=retry_config(environment),
        credential_provider=provider,
    )
