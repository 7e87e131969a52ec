"""A fake of what `google-cloud-secret-manager` offers: no emulator of the service is to be had."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest


class GoogleAPICallError(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(GoogleAPICallError):
    pass


class PermissionDenied(GoogleAPICallError):
    pass


class FailedPrecondition(GoogleAPICallError):
    pass


class DefaultCredentialsError(Exception):
    pass


def install(monkeypatch: pytest.MonkeyPatch, versions: Mapping[str, bytes | Exception]) -> None:
    """Makes it importable: a client of a manager that holds the contents of these versions."""

    class SecretManagerServiceClient:
        def access_secret_version(self, request: Mapping[str, str]) -> Any:
            content = versions.get(request["name"], NotFound("Secret not found"))
            if isinstance(content, Exception):
                raise content
            return SimpleNamespace(payload=SimpleNamespace(data=content))

    for name, members in {
        "google.cloud.secretmanager": (SecretManagerServiceClient,),
        "google.api_core.exceptions": (NotFound, PermissionDenied, GoogleAPICallError),
        "google.auth.exceptions": (DefaultCredentialsError,),
    }.items():
        module = ModuleType(name)
        vars(module).update({member.__name__: member for member in members})
        for length in range(1, name.count(".") + 1):
            above = ".".join(name.split(".")[:length])
            monkeypatch.setitem(sys.modules, above, ModuleType(above))
        monkeypatch.setitem(sys.modules, name, module)
