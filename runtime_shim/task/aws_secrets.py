"""Reads secrets from AWS Secrets Manager, by the conventions of Metaflow's provider of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from runtime_shim.exceptions import MetaflowException

_ARN = re.compile("arn:aws[^:]*:secretsmanager:([^:]+):")
_DEFAULT_REGION = "METAFLOW_AWS_SECRETS_MANAGER_DEFAULT_REGION"
_DEFAULT_ROLE = "METAFLOW_AWS_SECRETS_MANAGER_DEFAULT_ROLE"


def read_secret(name: str, options: Mapping[str, Any], role: str | None) -> dict[str, str]:
    """The variables of the secret of a name or ARN.

    A text is a JSON object, a variable for each key; with `json: False` in the options it is
    one variable. So are bytes, in base64. That one is called as `env_var_name` says, or else
    as the secret. Characters of a name that no variable has become underscores.

    Raises `MetaflowException` where boto3 is missing or the secret has another form; what
    boto3 raises passes through.
    """
    client = _client(_region(name, options), role or os.environ.get(_DEFAULT_ROLE))
    response = client.get_secret_value(SecretId=name)
    own_name = str(options.get("env_var_name") or response["Name"])
    if "SecretString" in response:
        text = response["SecretString"]
        return _from_json(name, text) if options.get("json", True) else {_variable(own_name): text}
    if "SecretBinary" in response:
        from base64 import b64encode

        return {_variable(own_name): b64encode(response["SecretBinary"]).decode()}
    raise MetaflowException(f"the secret {name} holds neither a text nor bytes.")


def _from_json(name: str, text: str) -> dict[str, str]:
    hint = "Say `options={'json': False}` for a secret that is one text."
    try:
        table = json.loads(text)
    except ValueError:
        raise MetaflowException(f"the secret {name} is not JSON. {hint}") from None
    if not isinstance(table, dict):
        raise MetaflowException(f"the secret {name} is JSON, but no object. {hint}")
    variables: dict[str, str] = {}
    for key, value in table.items():
        if _variable(key) in variables:
            raise MetaflowException(
                f"the secret {name} has several keys for the variable {_variable(key)}."
            )
        variables[_variable(key)] = str(value)
    return variables


def _variable(key: str) -> str:
    """A key as the name of a variable.

    >>> _variable("db/user-name.first")
    'db_user_name_first'
    """
    return re.sub(r"[-./]", "_", key)


def _region(name: str, options: Mapping[str, Any]) -> str | None:
    """Where the secret is; None leaves it to the configuration of boto3."""
    arn = _ARN.match(name)
    return arn[1] if arn else options.get("region") or os.environ.get(_DEFAULT_REGION)


def _client(region: str | None, role: str | None) -> Any:
    try:
        boto3 = import_module("boto3")
    except ImportError:
        raise MetaflowException(
            "secrets of AWS Secrets Manager need boto3: install `flowc[aws]`."
        ) from None
    session = boto3.Session(region_name=region)
    if role is None:
        return session.client("secretsmanager")
    assumed = session.client("sts").assume_role(RoleArn=role, RoleSessionName="flowc-secrets")
    credentials = assumed["Credentials"]
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        region_name=session.region_name,
    ).client("secretsmanager")
