from __future__ import annotations

import sys

import pytest

from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secrets import get_secret
from tests.runtime_shim.task.fake_google_secretmanager import (
    DefaultCredentialsError,
    FailedPrecondition,
    PermissionDenied,
    install,
)

FULL = "projects/123/secrets/prod-db"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("METAFLOW_GCP_SECRET_MANAGER_PREFIX", raising=False)


def read(name: str, **options: object) -> dict[str, str]:
    return get_secret({"type": "gcp-secret-manager", "id": name, "options": options})


@pytest.mark.parametrize(
    ("name", "version"),
    [
        (FULL, f"{FULL}/versions/latest"),
        (f"{FULL}/versions/7", f"{FULL}/versions/7"),
        ("prod-db", f"{FULL}/versions/latest"),
        ("prod-db/versions/7", f"{FULL}/versions/7"),
        ("projects/ours/secrets/prod-db", "projects/ours/secrets/prod-db/versions/latest"),
    ],
)
def test_forms_of_names(monkeypatch: pytest.MonkeyPatch, name: str, version: str) -> None:
    monkeypatch.setenv("METAFLOW_GCP_SECRET_MANAGER_PREFIX", "projects/123/secrets/")
    install(monkeypatch, {version: b"text"})
    assert read(name) == {"prod_db": "text"}


@pytest.mark.parametrize(
    ("content", "options", "variables"),
    [
        ("häßlich".encode(), {}, {"prod_db": "häßlich"}),
        (b"text", {"env_var_name": "db.name"}, {"db_name": "text"}),
        (b'{"db/a.b": "c", "port": 1}', {"json": True}, {"db_a_b": "c", "port": "1"}),
        (b"\0\xff", {"binary": True}, {"prod_db": "AP8="}),
    ],
)
def test_forms_of_contents(
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    options: dict[str, object],
    variables: dict[str, str],
) -> None:
    install(monkeypatch, {f"{FULL}/versions/latest": content})
    assert read(FULL, **options) == variables


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (b"hunter2\xff", {}, "no text in UTF-8"),
        (b"hunter2", {"json": True}, "is not JSON"),
        (b'"hunter2"', {"json": True}, "is JSON, but no object"),
    ],
)
def test_contents_of_another_form(
    monkeypatch: pytest.MonkeyPatch, content: bytes, options: dict[str, object], message: str
) -> None:
    install(monkeypatch, {f"{FULL}/versions/latest": content})
    with pytest.raises(MetaflowException, match=message) as caught:
        read(FULL, **options)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionDenied(""), "is denied. Give .* `secretmanager.versions.access`"),
        (DefaultCredentialsError(), "no credentials of GCP here"),
        (FailedPrecondition("It is DISABLED"), "GCP says FailedPrecondition: It is DISABLED"),
    ],
)
def test_refusals(monkeypatch: pytest.MonkeyPatch, error: Exception, message: str) -> None:
    install(monkeypatch, {f"{FULL}/versions/latest": error})
    with pytest.raises(MetaflowException, match=f"secret {FULL} cannot be read: .*{message}"):
        read(FULL)


def test_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {})
    with pytest.raises(MetaflowException, match="none of that name and version"):
        read(FULL)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("prod-db", "does not say of which project it is: .* METAFLOW_GCP_SECRET_MANAGER_PREFIX"),
        ("prod.db", "is no secret of GCP"),
        ("projects/1/locations/europe/secrets/db", "is no secret of GCP"),
    ],
)
def test_wrong_names(name: str, message: str) -> None:
    with pytest.raises(MetaflowException, match=message):
        read(name)


def test_without_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.cloud.secretmanager", None)
    with pytest.raises(MetaflowException, match=r"google-cloud-secret-manager.*`flowc\[gcp\]`"):
        read(FULL)
