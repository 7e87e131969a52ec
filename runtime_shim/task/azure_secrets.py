"""Reads secrets from Azure Key Vault, by the conventions of Metaflow's provider of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secret_values import client_library, from_json, unreadable, variable

_PREFIX = "METAFLOW_AZURE_KEY_VAULT_PREFIX"
"""The URL of the vault of an id that is no URL."""
_HOSTS = r"vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net|microsoftazure\.de)"
# The form of the names is Azure's ("About keys, secrets and certificates").
_URL = re.compile(
    rf"(?P<vault>https://(?![^.]*--)[a-zA-Z0-9-]{{3,24}}\.{_HOSTS})/secrets/"
    r"(?P<name>[a-zA-Z][a-zA-Z0-9-]{0,126})(?:/(?P<version>[a-zA-Z0-9]{32}))?/?"
)


def read_secret(name: str, options: Mapping[str, Any]) -> dict[str, str]:
    """The variables of a secret: its URL, or `NAME` or `NAME/VERSION` of the prefix's vault.

    Of its newest version, unless one is named. It is one variable, called as `env_var_name`
    in the options says, or else as the secret; with `json: True` it is a JSON object, a
    variable for each key. Characters of a name that no variable has become underscores.

    Raises `MetaflowException` where the client is missing, or the secret has another form, is
    not there or not to be read.
    """
    secret = _URL.fullmatch(_url(name))
    if secret is None:
        raise MetaflowException(
            f"{name} is no secret of Azure: write `https://VAULT.vault.azure.net/secrets/NAME`, "
            f"or the name alone and set {_PREFIX} to `https://VAULT.vault.azure.net`; "
            "`/VERSION` may follow."
        )
    identity = client_library("azure.identity", "azure-identity", extra="azure")
    library = client_library("azure.keyvault.secrets", "azure-keyvault-secrets", extra="azure")
    with _explained(name), identity.DefaultAzureCredential() as credential:
        client = library.SecretClient(vault_url=secret["vault"], credential=credential)
        with client:
            text = client.get_secret(secret["name"], secret["version"]).value
    if options.get("json"):
        return from_json(name, text)
    return {variable(str(options.get("env_var_name") or secret["name"])): text}


def _url(name: str) -> str:
    vault = os.environ.get(_PREFIX)
    if name.startswith("https://") or not vault:
        return name
    return f"{vault.rstrip('/')}/secrets/{name}"


@contextmanager
def _explained(name: str) -> Iterator[None]:
    errors = import_module("azure.core.exceptions")
    try:
        yield
    except errors.ClientAuthenticationError:
        raise unreadable(
            name,
            "there are no credentials of Azure here, or the vault does not take them. Give the "
            "task a managed or a workload identity, or set AZURE_CLIENT_ID, AZURE_TENANT_ID and "
            "AZURE_CLIENT_SECRET.",
        ) from None
    except errors.ResourceNotFoundError:
        raise unreadable(
            name,
            "Azure Key Vault has none of that name and version. Check them, and the vault.",
        ) from None
    except errors.HttpResponseError as error:
        if error.status_code != 403:
            raise unreadable(name, f"Azure answers with status {error.status_code}.") from None
        raise unreadable(
            name,
            "that is denied. Give the identity of the task the role `Key Vault Secrets User` (or, "
            "under access policies, the permission Get), see to it that the secret is enabled, "
            "and that the vault's firewall lets the task in.",
        ) from None
    except errors.ServiceRequestError as error:
        raise unreadable(name, f"its vault cannot be reached: {error.message}") from None
