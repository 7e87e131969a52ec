"""Secrets of AWS, from a real server on loopback; its answers where that has not AWS's own."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

import pytest

from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secrets import get_secret
from tests.aws import Aws

READ = "secretsmanager:GetSecretValue"
Become = Callable[..., None]


@pytest.fixture(autouse=True)
def become(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Become:
    """Makes this process a user of AWS who may do some things; at first one who may read."""

    def become(*actions: str) -> None:
        for name, value in aws.user(*actions).items():
            monkeypatch.setenv(name, value)

    for name in [name for name in os.environ if name.startswith(("AWS_", "METAFLOW_"))]:
        monkeypatch.delenv(name)
    become(READ)
    return become


def source(name: str, role: Any = None, **options: Any) -> dict[str, object]:
    return {"type": "aws-secrets-manager", "id": name, "role": role, "options": options}


def create(aws: Aws, region: Any = "us-east-1", **value: Any) -> tuple[str, str]:
    """The name and the ARN of a new secret."""
    made = aws.client("secretsmanager", region).create_secret(Name=f"prod/{uuid4()}", **value)
    return made["Name"], made["ARN"]


def as_variable(name: str) -> str:
    return name.replace("/", "_").replace("-", "_")


def test_a_variable_for_each_key(aws: Aws) -> None:
    name, _ = create(aws, SecretString='{"db/a.b": "c", "port": 1}')
    with aws.enforcing():
        assert get_secret(source(name)) == {"db_a_b": "c", "port": "1"}
        assert get_secret(f"aws-secrets-manager.{name}") == {"db_a_b": "c", "port": "1"}


@pytest.mark.parametrize(
    ("value", "options", "content"),
    [
        ({"SecretString": "text"}, {"json": False}, "text"),
        ({"SecretBinary": b"\0\1"}, {}, "AAE="),
    ],
)
def test_one_variable(
    aws: Aws, value: dict[str, object], options: dict[str, object], content: str
) -> None:
    name, arn = create(aws, **value)
    assert get_secret(source(arn, **options)) == {as_variable(name): content}
    assert get_secret(source(name, env_var_name="DB", **options)) == {"DB": content}


def test_the_region_is_that_of_the_arn_of_the_options_or_the_default(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, arn = create(aws, "eu-north-1", SecretString='{"A": "b"}')
    assert get_secret(source(arn)) == {"A": "b"}
    assert get_secret(source(name, region="eu-north-1")) == {"A": "b"}
    with pytest.raises(MetaflowException, match="none of that name"):
        get_secret(source(name))
    monkeypatch.setenv("METAFLOW_AWS_SECRETS_MANAGER_DEFAULT_REGION", "eu-north-1")
    assert get_secret(source(name)) == {"A": "b"}


def test_roles(aws: Aws, become: Become, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the source goes before that of all, and that before the default ones."""
    name, _ = create(aws, SecretString='{"A": "b"}')
    reader, other = aws.role(READ), aws.role("s3:GetObject")
    become("sts:AssumeRole")
    with aws.enforcing():
        assert get_secret(source(name, reader), role=other) == {"A": "b"}
        assert get_secret(source(name), role=reader) == {"A": "b"}
        with pytest.raises(MetaflowException, match="cannot be read"):
            get_secret(source(name, other))
        monkeypatch.setenv("METAFLOW_AWS_SECRETS_MANAGER_DEFAULT_ROLE", reader)
        assert get_secret(source(name)) == {"A": "b"}
        monkeypatch.setenv("METAFLOW_DEFAULT_SECRETS_ROLE", other)
        with pytest.raises(MetaflowException, match="cannot be read"):
            get_secret(source(name))


def test_a_role_that_may_not_be_assumed(aws: Aws) -> None:
    role = aws.role(READ)
    with aws.enforcing(), pytest.raises(MetaflowException, match=f"{role} may not be assumed"):
        get_secret(source("db", role))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hunter2", "is not JSON"),
        ('["hunter2"]', "is JSON, but no object"),
        ('{"a-b": "hunter2", "a.b": 2}', "several keys for the variable a_b"),
    ],
)
def test_texts_of_another_form(aws: Aws, text: str, message: str) -> None:
    name, _ = create(aws, SecretString=text)
    with pytest.raises(MetaflowException, match=message) as caught:
        get_secret(source(name))
    assert "hunter2" not in str(caught.value)


def test_no_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(MetaflowException, match="nothing says in which region"):
        get_secret(source("db"))


def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(MetaflowException, match="there are no credentials of AWS here"):
        get_secret(source("db"))


def test_a_manager_that_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(MetaflowException, match="Could not connect to the endpoint URL"):
        get_secret(source("db"))


def test_without_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(MetaflowException, match=r"needs the package boto3.*`flowc\[aws\]`"):
        get_secret(source("db"))


@pytest.fixture
def fake_answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, bytes], None]]:
    """Sets what a fake of Secrets Manager answers: moto's refusals have not AWS's form."""
    answers: list[tuple[int, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answers[-1]
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stays silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        yield lambda status, body: answers.append((status, body))
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "AccessDeniedException",
            "is denied. Allow the role of the task `secretsmanager:GetSecretValue`",
        ),
        ("DecryptionFailure", "AWS says DecryptionFailure: so it is"),
    ],
)
def test_refusals(fake_answer: Callable[[int, bytes], None], code: str, message: str) -> None:
    fake_answer(400, json.dumps({"__type": code, "Message": "so it is"}).encode())
    with pytest.raises(MetaflowException, match=message):
        get_secret(source("db"))


def test_an_answer_that_cannot_be_read_is_not_shown(
    fake_answer: Callable[[int, bytes], None],
) -> None:
    fake_answer(200, b'{"Name": "db", "SecretString": "hunter2"')
    with pytest.raises(MetaflowException, match="cannot be read") as caught:
        get_secret(source("db"))
    assert "hunter2" not in str(caught.value)
