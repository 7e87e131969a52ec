"""A container of Azure Blob Storage, with what the environment says.

obstore takes credentials from the variables `AZURE_STORAGE_ACCOUNT_KEY`,
`AZURE_STORAGE_SAS_TOKEN`, those of a service principal (`AZURE_CLIENT_ID`, ...), the workload
identity of a pod (`AZURE_FEDERATED_TOKEN_FILE`), the command line client (where
`AZURE_USE_AZURE_CLI` asks for it), or the managed identity of the machine.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from runtime_shim.buckets.errors import NoConnection
from runtime_shim.buckets.requests import PATIENT, client_options, retry_config
from runtime_shim.buckets.variables import first_endpoint

if TYPE_CHECKING:
    from obstore.store import AzureStore

_ENDPOINTS = ("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")
_EMULATORS = ("AZURE_STORAGE_USE_EMULATOR", "OBJECT_STORE_USE_EMULATOR")
_EMULATOR_URL = "AZURITE_BLOB_STORAGE_URL"
_EMULATOR_HOME = "http://127.0.0.1:10000"


def open_container(
    container: str,
    account: Optional[str] = None,
    patience: float = PATIENT,
    environment: Mapping[str, str] = os.environ,
) -> AzureStore:
    """A connection to a container; nothing is asked of it yet. Raises `NoConnection`.

    The account is that of the environment where none is given; `patience` is for how many
    seconds what fails is tried again.
    """
    from obstore.store import AzureStore

    config: Any = {"account_name": account} if account else {}
    endpoint = first_endpoint(_ENDPOINTS, environment)
    if any(environment.get(name, "").lower() in ("1", "true") for name in _EMULATORS):
        endpoint = first_endpoint([_EMULATOR_URL], environment) or _EMULATOR_HOME
    elif not account and not environment.get("AZURE_STORAGE_ACCOUNT_NAME"):
        raise NoConnection(
            f"The storage account of {container} is not known: set AZURE_STORAGE_ACCOUNT_NAME, or "
            "name it in the URL, as in abfss://container@account.dfs.core.windows.net/folder."
        )
    return AzureStore(
        container,
        config=config,
        client_options=client_options(endpoint),
        retry_config=retry_config(environment, patience),
    )
