"""What the providers of secrets share: how what a manager keeps becomes variables."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

from runtime_shim.exceptions import MetaflowException


def from_json(secret: str, text: str) -> dict[str, str]:
    """A variable for each key of a secret that is a JSON object.

    Raises `MetaflowException`, whose message has no value in it, for any other text.
    """
    hint = "Say `options={'json': False}` for a secret that is one text."
    try:
        table = json.loads(text)
    except ValueError:
        raise MetaflowException(f"the secret {secret} is not JSON. {hint}") from None
    if not isinstance(table, dict):
        raise MetaflowException(f"the secret {secret} is JSON, but no object. {hint}")
    variables: dict[str, str] = {}
    for key, value in table.items():
        if variable(key) in variables:
            raise MetaflowException(
                f"the secret {secret} has several keys for the variable {variable(key)}."
            )
        variables[variable(key)] = str(value)
    return variables


def variable(key: str) -> str:
    """A key, or the name of a secret, as the name of a variable.

    >>> variable("db/user-name.first")
    'db_user_name_first'
    """
    return re.sub(r"[-./]", "_", key)


def client_library(module: str, package: str, extra: str) -> Any:
    """A module of a manager's own client; raises `MetaflowException` where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        raise MetaflowException(
            f"@secrets needs the package {package} here: install it, or `flowc[{extra}]`."
        ) from None


def unreadable(secret: str, why: str) -> MetaflowException:
    """The error to raise for a secret that a manager does not give."""
    return MetaflowException(f"the secret {secret} cannot be read: {why}")
