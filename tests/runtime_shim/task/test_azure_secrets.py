from __future__ import annotations

import sys

import pytest

from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secrets import get_secret
from tests.runtime_shim.task.fake_azure_keyvault import (
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
    install,
)

VAULT = "https://prod-vault.vault.azure.net"
FULL = f"{VAULT}/secrets/prod-db"
VERSION = "0123456789abcdef0123456789ABCDEF"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("METAFLOW_AZURE_KEY_VAULT_PREFIX", raising=False)


def read(name: str, **options: object) -> dict[str, str]:
    return get_secret({"type": "az-key-vault", "id": name, "options": options})


@pytest.mark.parametrize(
    ("name", "version"),
    [
        (FULL, None),
        (f"{FULL}/", None),
        (f"{FULL}/{VERSION}", VERSION),
        ("prod-db", None),
        (f"prod-db/{VERSION}", VERSION),
    ],
)
def test_forms_of_names(monkeypatch: pytest.MonkeyPatch, name: str, version: str | None) -> None:
    monkeypatch.setenv("METAFLOW_AZURE_KEY_VAULT_PREFIX", f"{VAULT}/")
    install(monkeypatch, {(VAULT, "prod-db", version): "text"})
    assert read(name) == {"prod_db": "text"}


def test_vaults_of_other_clouds(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {("https://own.vault.azure.cn", "db--1", None): "text"})
    assert read("https://own.vault.azure.cn/secrets/db--1") == {"db__1": "text"}


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        ({"env_var_name": "db.name"}, {"db_name": '{"A": 1}'}),
        ({"json": True}, {"A": "1"}),
    ],
)
def test_options(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, object], variables: dict[str, str]
) -> None:
    install(monkeypatch, {(VAULT, "prod-db", None): '{"A": 1}'})
    assert read(FULL, **options) == variables


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (HttpResponseError(403), "is denied. Give .* the role `Key Vault Secrets User`"),
        (HttpResponseError(200, "hunter2"), "Azure answers with status 200"),
        (ClientAuthenticationError(401), "no credentials of Azure here"),
        (ServiceRequestError("no such host"), "cannot be reached: no such host"),
    ],
)
def test_refusals(monkeypatch: pytest.MonkeyPatch, error: Exception, message: str) -> None:
    install(monkeypatch, {(VAULT, "prod-db", None): error})
    with pytest.raises(MetaflowException, match=f"cannot be read: .*{message}") as caught:
        read(FULL)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {})
    with pytest.raises(MetaflowException, match="none of that name and version"):
        read(FULL)


@pytest.mark.parametrize(
    "name",
    [
        "prod-db",
        "https://prod-vault.example.com/secrets/db",
        "https://prod--vault.vault.azure.net/secrets/db",
        f"{VAULT}/keys/db",
        f"{FULL}/7",
        f"{VAULT}/secrets/7db",
    ],
)
def test_wrong_names(name: str) -> None:
    with pytest.raises(MetaflowException, match="is no secret of Azure: write"):
        read(name)


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("azure.identity", "azure-identity"),
        ("azure.keyvault.secrets", "azure-keyvault-secrets"),
    ],
)
def test_without_the_client(monkeypatch: pytest.MonkeyPatch, module: str, package: str) -> None:
    install(monkeypatch, {})
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MetaflowException, match=rf"{package} here: .*`flowc\[azure\]`"):
        read(FULL)
