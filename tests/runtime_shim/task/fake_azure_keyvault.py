"""A fake of what `azure-identity` and `azure-keyvault-secrets` offer: the emulators of the service
that there are speak a protocol of their own, or are no packages for Python or Node."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest


class HttpResponseError(Exception):
    def __init__(self, status: int | None, body: str = "") -> None:
        super().__init__(body)
        self.status_code = status


class ClientAuthenticationError(HttpResponseError):
    pass


class ResourceNotFoundError(HttpResponseError):
    pass


class ServiceRequestError(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class _Closing:
    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        """Closes nothing."""


class DefaultAzureCredential(_Closing):
    pass


Versions = Mapping[tuple[str, str, "str | None"], "str | Exception"]
"""By vault, name and version, None for the newest."""


def install(monkeypatch: pytest.MonkeyPatch, versions: Versions) -> None:
    """Makes them importable: a client of vaults that hold these."""

    class SecretClient(_Closing):
        def __init__(self, vault_url: str, credential: DefaultAzureCredential) -> None:
            self._vault = vault_url

        def get_secret(self, name: str, version: str | None = None) -> Any:
            value = versions.get((self._vault, name, version), ResourceNotFoundError(404))
            if isinstance(value, Exception):
                raise value
            return SimpleNamespace(name=name, value=value)

    for name, members in {
        "azure": (),
        "azure.keyvault": (),
        "azure.core": (),
        "azure.identity": (DefaultAzureCredential,),
        "azure.keyvault.secrets": (SecretClient,),
        "azure.core.exceptions": (
            HttpResponseError, ClientAuthenticationError, ResourceNotFoundError,
            ServiceRequestError,
        ),
    }.items():  # fmt: skip
        module = ModuleType(name)
        vars(module).update({member.__name__: member for member in members})
        monkeypatch.setitem(sys.modules, name, module)
