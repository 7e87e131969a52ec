"""A bucket, with the endpoint and the credentials that the environment names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Optional

from runtime_shim.s3.errors import MissingLibrary

if TYPE_CHECKING:
    from obstore.store import S3Store

_ENDPOINTS = ("METAFLOW_S3_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
_RETRIES = 7
"""Unless METAFLOW_S3_RETRY_COUNT says otherwise; as in Metaflow."""
_REQUEST_LIMIT = timedelta(minutes=5)
"""For one request with its whole body, of which none is larger than a piece of an object."""
_SESSION = {
    "aws_access_key_id": "access_key_id",
    "aws_secret_access_key": "secret_access_key",
    "aws_session_token": "session_token",
    "region_name": "region",
}
"""How a session of boto3 and how obstore call the same."""


def require_library() -> None:
    """Raises `MissingLibrary` where obstore is not there."""
    try:
        import obstore  # noqa: F401
    except ImportError:
        raise MissingLibrary(
            "S3 needs the package obstore, which is not installed here: pip install 'flowc[s3]'."
        ) from None


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

    from runtime_shim.s3.credentials import profile_config

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
    options: Any = {"timeout": _REQUEST_LIMIT}
    if endpoint and endpoint.startswith("http://"):
        options["allow_http"] = True
    return S3Store(
        bucket,
        config=config,
        client_options=options,
        retry_config={"max_retries": int(environment.get("METAFLOW_S3_RETRY_COUNT", _RETRIES))},
        credential_provider=provider,
    )
