from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from runtime_shim.authoring.decorators import Decoration
from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secrets import get_secret, inject_secrets

Asked = list[tuple[Any, ...]]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("METAFLOW_")}
    monkeypatch.setattr(os, "environ", own)


def inject(*sources: object, **more: object) -> None:
    inject_secrets(Decoration("secrets", {"sources": list(sources), **more}))


def inline(name: str = "some", **variables: object) -> dict[str, object]:
    return {"type": "inline", "id": name, "options": {"env_vars": variables}}


def test_variables_of_all_sources() -> None:
    os.environ["GIVEN"] = "token"
    renamed = {"type": "environment", "id": "GIVEN", "options": {"env_var_name": "TOKEN"}}
    inject(inline(DB_USER="ann"), inline(DB_PASSWORD="x"), renamed, "environment.GIVEN")
    names = ("DB_USER", "DB_PASSWORD", "TOKEN", "GIVEN")
    assert [os.environ[name] for name in names] == ["ann", "x", "token", "token"]


def test_none_where_one_cannot_be() -> None:
    with pytest.raises(MetaflowException, match="has no ABSENT"):
        inject(inline(DB_USER="ann"), "environment.ABSENT")
    assert "DB_USER" not in os.environ


def test_what_is_there_is_only_replaced_when_that_is_said() -> None:
    os.environ["DB_USER"] = "bob"
    with pytest.raises(MetaflowException, match="sets the variable DB_USER, which") as caught:
        inject(inline(DB_USER="ann"))
    assert "ann" not in str(caught.value)
    inject(inline(DB_USER="ann"), allow_override=True)
    assert os.environ["DB_USER"] == "ann"


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["db"], "does not say where it is"),
        ([{"id": "db"}], "does not say where it is"),
        ([3], "texts and dicts"),
        ([{"type": "inline"}], "has no `id`"),
        ([{"type": "inline", "id": 3}], "`id` of a source of @secrets is to be a str"),
        ([{"type": "inline", "id": "a", "options": []}], "`options` .* a dict"),
        (["vault.db"], "no type `vault`; there is aws-secrets-manager, environment, inline"),
        ([inline(**{"not-a-name": "x"})], "'not-a-name', which names no variable"),
        ([inline(PORT=5432)], "value of PORT in the secret .* is no text"),
        ([inline(METAFLOW_USER="x")], "sets METAFLOW_USER; that name belongs"),
        ([inline(FLOWC_RUN="x")], "sets FLOWC_RUN; that name belongs"),
        ([inline("a", X="1"), inline("b", X="2")], r"a \(inline\) and b \(inline\) both set"),
    ],
)
def test_what_is_wrong(sources: list[object], message: str) -> None:
    with pytest.raises(MetaflowException, match=message):
        inject(*sources)


def test_the_default_type_and_role_come_from_the_environment(
    aws: Callable[[dict[str, object]], Asked],
) -> None:
    asked = aws({"Name": "db", "SecretString": '{"A": 1}'})
    os.environ["METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE"] = "aws-secrets-manager"
    os.environ["METAFLOW_DEFAULT_SECRETS_ROLE"] = "default"
    inject("db")
    assert os.environ["A"] == "1"
    assert ("assume_role", "default") in asked


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, object]], Asked]:
    """A boto3 that gives one response, and notes what it was asked."""

    def install(response: dict[str, object]) -> Asked:
        asked: Asked = []

        class Session:
            def __init__(self, region_name: str | None = None, **keys: str) -> None:
                self.region_name = region_name
                asked.append(("session", region_name, *keys.values()))

            def client(self, service: str) -> Session:
                return self

            def assume_role(self, RoleArn: str, **_: str) -> dict[str, Any]:  # noqa: N803
                asked.append(("assume_role", RoleArn))
                keys = ("AccessKeyId", "SecretAccessKey", "SessionToken")
                return {"Credentials": {key: key.lower() for key in keys}}

            def get_secret_value(self, SecretId: str) -> dict[str, object]:  # noqa: N803
                asked.append(("secret", SecretId))
                return response

        monkeypatch.setitem(sys.modules, "boto3", SimpleNamespace(Session=Session))
        return asked

    return install


ARN = "arn:aws:secretsmanager:eu-north-1:1:secret:db-x"


@pytest.mark.parametrize(
    ("response", "options", "variables"),
    [
        ({"SecretString": '{"db/a.b": "c", "port": 1}'}, {}, {"db_a_b": "c", "port": "1"}),
        ({"SecretString": "text"}, {"json": False}, {"prod_db": "text"}),
        ({"SecretString": "text"}, {"json": False, "env_var_name": "DB"}, {"DB": "text"}),
        ({"SecretBinary": b"\0\1"}, {}, {"prod_db": "AAE="}),
        ({"SecretBinary": b"\0\1"}, {"env_var_name": "KEY"}, {"KEY": "AAE="}),
    ],
)  # fmt: skip
def test_forms_of_aws_secrets(
    aws: Callable[[dict[str, object]], Asked],
    response: dict[str, object],
    options: dict[str, object],
    variables: dict[str, str],
) -> None:
    asked = aws({"Name": "prod/db", **response})
    source = {"type": "aws-secrets-manager", "id": ARN, "options": options}
    assert get_secret(source) == variables
    assert asked == [("session", "eu-north-1"), ("secret", ARN)]


def test_the_role_of_a_source_goes_before_that_of_all(
    aws: Callable[[dict[str, object]], Asked],
) -> None:
    asked = aws({"Name": "db", "SecretString": "{}"})
    source = {
        "type": "aws-secrets-manager", "id": "db", "role": "own", "options": {"region": "r"},
    }  # fmt: skip
    inject(source, role="general")
    assert asked == [
        ("session", "r"),
        ("assume_role", "own"),
        ("session", "r", "accesskeyid", "secretaccesskey", "sessiontoken"),
        ("secret", "db"),
    ]


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"SecretString": "hunter2"}, "is not JSON"),
        ({"SecretString": '["hunter2"]'}, "is JSON, but no object"),
        ({"SecretString": '{"a-b": "hunter2", "a.b": 2}'}, "several keys for the variable a_b"),
        ({}, "neither a text nor bytes"),
    ],
)
def test_aws_secrets_of_another_form(
    aws: Callable[[dict[str, object]], Asked], response: dict[str, object], message: str
) -> None:
    aws({"Name": "db", **response})
    with pytest.raises(MetaflowException, match=message) as caught:
        inject("aws-secrets-manager.db")
    assert "hunter2" not in str(caught.value)


def test_aws_secrets_without_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(MetaflowException, match=r"need boto3: install `flowc\[aws\]`"):
        inject("aws-secrets-manager.db")
