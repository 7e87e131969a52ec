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

from runtime_shim.buckets.requests import client_options, retry_config
from runtime_shim.errors import FlowcError

if TYPE_CHECKING:
    from obstore.store import AzureStore

_ENDPOINTS = ("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")
_EMULATORS = ("AZURE_STORAGE_USE_EMULATOR", "OBJECT_STORE_USE_EMULATOR")
_EMULATOR_URL = ("AZURITE_BLOB_STORAGE_URL", "http://127.0.0.1:10000")


class NoAccount(FlowcError):
    """Neither the URL nor the environment names the storage account."""


def open_container(
    container: str, account: Optional[str] = None, environment: Mapping[str, str] = os.environ
) -> AzureStore:
    """A connection to a container; nothing is asked of it yet.

    The account is that of the environment where none is given. Raises `NoAccount`.
    """
    from obstore.store import AzureStore

    config: Any = {"account_name": account} if account else {}
    endpoint = next((environment[name] for name in _ENDPOINTS if environment.get(name)), None)
    if any(environment.get(name, "").lower() in ("1", "true") for name in _EMULATORS):
        endpoint = environment.get(*_EMULATOR_URL)
    elif not account and not environment.get("AZURE_STORAGE_ACCOUNT_NAME"):
        raise NoAccount(
            f"The storage account of {container} is not known: set AZURE_STORAGE_ACCOUNT_NAME, or "
            "name it in the URL, as in abfss://container@account.dfs.core.windows.net/folder."
        )
    return AzureStore(
        container,
        config=config,
        client_options=client_options(endpoint),
        retry_config=retry_config(environment),
    )
