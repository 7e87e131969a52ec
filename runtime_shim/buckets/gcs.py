"""A bucket of Google Cloud Storage, with what the environment says.

obstore finds credentials as Google's own libraries do: a service account, the file that
`GOOGLE_APPLICATION_CREDENTIALS` names, that of `gcloud auth application-default login`, the
metadata server of the machine or pod.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from runtime_shim.buckets.requests import PATIENT, client_options, retry_config
from runtime_shim.buckets.variables import checked_endpoint, first_endpoint

if TYPE_CHECKING:
    from obstore.store import GCSStore

_EMULATOR = "STORAGE_EMULATOR_HOST"
"""What Google's own libraries look at."""
_NOBODY = {"client_email": "", "private_key": "", "private_key_id": ""}


def open_bucket(
    bucket: str, patience: float = PATIENT, environment: Mapping[str, str] = os.environ
) -> GCSStore:
    """A connection to a bucket; nothing is asked of it yet. Raises `NoConnection`.

    `patience` is for how many seconds what fails is tried again.
    """
    from obstore.store import GCSStore

    config: Any = {}
    endpoint = first_endpoint(["GOOGLE_BASE_URL"], environment)
    emulator = environment.get(_EMULATOR)
    if emulator:
        url = emulator if "://" in emulator else f"http://{emulator}"
        endpoint = checked_endpoint(_EMULATOR, url)
        # Such an account is how obstore is told to ask nobody for a token.
        account = {"gcs_base_url": endpoint.rstrip("/"), "disable_oauth": True, **_NOBODY}
        config = {"service_account_key": json.dumps(account)}
    return GCSStore(
        bucket,
        config=config,
        client_options=client_options(endpoint),
        retry_config=retry_config(environment, patience),
    )
