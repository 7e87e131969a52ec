"""Reads secrets from AWS Secrets Manager, by the conventions of Metaflow's provider of it."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from runtime_shim.task.secret_values import client_library, from_json, unreadable, variable

_ARN = re.compile("arn:aws[^:]*:secretsmanager:([^:]+):")
_DEFAULT_REGION = "METAFLOW_AWS_SECRETS_MANAGER_DEFAULT_REGION"
_DEFAULT_ROLE = "METAFLOW_AWS_SECRETS_MANAGER_DEFAULT_ROLE"
_DENIED = ("AccessDenied", "AccessDeniedException")
"""The first is what STS says, the second what Secrets Manager says."""


def read_secret(name: str, options: Mapping[str, Any], role: str | None) -> dict[str, str]:
    """The variables of the secret of a name or ARN.

    A text is a JSON object, a variable for each key; with `json: False` in the options it is
    one variable. So are bytes, in base64. That one is called as `env_var_name` says, or else
    as the secret. Characters of a name that no variable has become underscores.

    Raises `MetaflowException` where boto3 is missing, or the secret has another form, is not
    there or not to be read.
    """
    boto3 = client_library("boto3", "boto3", "aws")
    role = role or os.environ.get(_DEFAULT_ROLE)
    with _explained(name, role):
        session = _session(boto3, _region(name, options), role)
        response = session.client("secretsmanager").get_secret_value(SecretId=name)
    own_name = variable(str(options.get("env_var_name") or response["Name"]))
    if "SecretString" in response:
        text = response["SecretString"]
        return from_json(name, text) if options.get("json", True) else {own_name: text}
    return {own_name: b64encode(response["SecretBinary"]).decode()}


def _region(name: str, options: Mapping[str, Any]) -> str | None:
    """Where the secret is; None leaves it to the configuration of boto3."""
    arn = _ARN.match(name)
    return arn[1] if arn else options.get("region") or os.environ.get(_DEFAULT_REGION)


def _session(boto3: Any, region: str | None, role: str | None) -> Any:
    session = boto3.Session(region_name=region)
    if role is None:
        return session
    assumed = session.client("sts").assume_role(RoleArn=role, RoleSessionName="flowc-secrets")
    credentials = assumed["Credentials"]
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        region_name=session.region_name,
    )


@contextmanager
def _explained(name: str, role: str | None) -> Iterator[None]:
    errors = import_module("botocore.exceptions")
    try:
        yield
    except errors.NoRegionError:
        raise unreadable(
            name,
            "nothing says in which region of AWS it is. Say `options={'region': ...}`, or set "
            f"{_DEFAULT_REGION}.",
        ) from None
    except errors.NoCredentialsError:
        raise unreadable(
            name,
            "there are no credentials of AWS here. Give the task a role, or set "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        ) from None
    except errors.ClientError as error:
        raise unreadable(name, _answer(error, role)) from None
    except errors.BotoCoreError as error:
        raise unreadable(name, f"{error}.") from None


def _answer(error: Any, role: str | None) -> str:
    """What it means that AWS refused a request."""
    code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    if code == "ResourceNotFoundException":
        return (
            "AWS Secrets Manager has none of that name. Check it, and its region: "
            f"`options={{'region': ...}}`, or {_DEFAULT_REGION}."
        )
    if code not in _DENIED:
        return f"AWS says {code}: {message}"
    if error.operation_name == "AssumeRole":
        return (
            f"the role {role} may not be assumed. Allow that (`sts:AssumeRole`) to whoever runs "
            "the task, and have the role trust them."
        )
    return (
        f"that is denied. Allow {role or 'the role of the task'} `secretsmanager:GetSecretValue`, "
        "and `kms:Decrypt` where the secret has a key of its own."
    )
