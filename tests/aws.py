"""AWS on loopback, and identities that are allowed a few things only."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import uuid4

from benchmarks.store import object_store
from tests.environments import BENCHMARK_LOCK, environment

REGION = "us-east-1"


@dataclass(frozen=True)
class Aws:
    """A server of AWS's interfaces (moto's). It allows everything, but where it is `enforcing`."""

    url: str

    def client(self, service: str, region: str = REGION) -> Any:
        """A client of an administrator."""
        return import_module("boto3").client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id="administrator",
            aws_secret_access_key="administrator",
        )

    def bucket(self) -> str:
        """A new one."""
        name = f"bucket-{uuid4().hex}"
        self.client("s3").create_bucket(Bucket=name)
        return name

    def user(self, *actions: str) -> dict[str, str]:
        """The variables of a new user who may do these; moto does not look at resources."""
        iam, name = self.client("iam"), f"user-{uuid4().hex}"
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=_policy(actions))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CONFIG_FILE": "/nonexistent",
            "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        }

    def role(self, *actions: str) -> str:
        """The ARN of a new role that may do these, which anyone may assume who may do that."""
        iam, name = self.client("iam"), f"role-{uuid4().hex}"
        trust = _policy(("sts:AssumeRole",), Principal={"AWS": "*"})
        arn: str = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=_policy(actions))
        return arn

    @contextmanager
    def enforcing(self) -> Iterator[None]:
        """Has the server check who asks, and what that one may do."""
        self._check_after(0)
        try:
            yield
        finally:
            self._check_after(float("inf"))

    def _check_after(self, requests: float) -> None:
        # Not as the form that urllib takes it for.
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth",
            str(requests).encode(),
            {"Content-Type": "text/plain"},
        )
        urllib.request.urlopen(request).close()


@contextmanager
def aws_server() -> Iterator[Aws]:
    """Starts a server, and ends it."""
    python = environment("benchmark", sys.executable, BENCHMARK_LOCK)
    with object_store(python) as variables:
        yield Aws(variables["METAFLOW_S3_ENDPOINT_URL"])


def _policy(actions: tuple[str, ...], **subject: object) -> str:
    # A policy cannot be empty: that of a service which does not exist allows nothing.
    allowed = {"Effect": "Allow", "Action": actions or ["nothing:*"]}
    statement = {**allowed, **(subject or {"Resource": "*"})}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
