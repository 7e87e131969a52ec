"""`@secrets`: environment variables that are fetched right before the step runs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from runtime_shim.authoring.marks import Decoration
from runtime_shim.errors import type_name
from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secret_values import unreadable

_DEFAULT_TYPE = "METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE"
_DEFAULT_ROLE = "METAFLOW_DEFAULT_SECRETS_ROLE"
_VARIABLE = re.compile("[a-zA-Z_][a-zA-Z0-9_]*")
_RESERVED = ("METAFLOW_", "FLOWC_")


@dataclass(frozen=True)
class SecretSource:
    """One entry of `@secrets(sources=[...])`: `"type.id"`, `"id"`, or a dict."""

    type: str
    id: str
    options: Mapping[str, Any]
    role: str | None

    def __str__(self) -> str:
        return f"{self.id} ({self.type})"


def inject_secrets(secrets: Decoration) -> None:
    """Sets the variables of all sources, or none of them.

    Raises `MetaflowException` for a source that is malformed or cannot be read, for two that
    give one variable, and without `allow_override` for a variable that has another value
    already. No message has a value in it.
    """
    given = secrets.attributes
    role = given["role"] or os.environ.get(_DEFAULT_ROLE)
    owners: dict[str, SecretSource] = {}
    variables: dict[str, str] = {}
    for source in [_source(entry, role) for entry in given["sources"]]:
        for name, value in _fetched(source).items():
            if name in owners:
                raise MetaflowException(
                    f"the secrets {owners[name]} and {source} both set the variable {name}."
                )
            if os.environ.get(name, value) != value and not given["allow_override"]:
                raise MetaflowException(
                    f"the secret {source} sets the variable {name}, which the environment has "
                    "already. Say `allow_override=True` in @secrets if that is right."
                )
            owners[name], variables[name] = source, value
    os.environ.update(variables)


def get_secret(source: str | Mapping[str, Any], role: str | None = None) -> dict[str, str]:
    """The variables of one source, which are not set; raises `MetaflowException`."""
    return _fetched(_source(source, role or os.environ.get(_DEFAULT_ROLE)))


def _source(entry: object, role: str | None) -> SecretSource:
    if isinstance(entry, str):
        kind, dot, name = entry.partition(".")
        return SecretSource(kind, name, {}, role) if dot else _default(entry, {}, role)
    if not isinstance(entry, Mapping):
        raise MetaflowException("the sources of @secrets are texts and dicts.")
    kinds: dict[str, type] = {"type": str, "id": str, "options": dict, "role": str}
    for field, kind_of_field in kinds.items():
        if not isinstance(entry.get(field, kind_of_field()), (kind_of_field, type(None))):
            kind = kind_of_field.__name__
            raise MetaflowException(f"`{field}` of a source of @secrets is to be a {kind}.")
    if not entry.get("id"):
        raise MetaflowException("a source of @secrets has no `id`.")
    options, role = entry.get("options") or {}, entry.get("role") or role
    if entry.get("type"):
        return SecretSource(entry["type"], entry["id"], options, role)
    return _default(entry["id"], options, role)


def _default(name: str, options: Mapping[str, Any], role: str | None) -> SecretSource:
    kind = os.environ.get(_DEFAULT_TYPE)
    if not kind:
        raise MetaflowException(
            f"the secret {name} of @secrets does not say where it is: write `type.{name}`, or set "
            f"{_DEFAULT_TYPE}."
        )
    return SecretSource(kind, name, options, role)


def _fetched(source: SecretSource) -> dict[str, str]:
    try:
        variables: dict[Any, Any] = _provider(source.type)(source)
    except MetaflowException:
        raise
    except Exception as error:
        # Its message may quote what the manager answered, and so the secret itself.
        raise unreadable(str(source), f"{type_name(type(error))} in its client.") from None
    for name, value in variables.items():
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise MetaflowException(f"the secret {source} has {name!r}, which names no variable.")
        if name.startswith(_RESERVED):
            raise MetaflowException(
                f"the secret {source} sets {name}; that name belongs to the runtime."
            )
        if not isinstance(value, str):
            raise MetaflowException(f"the value of {name} in the secret {source} is no text.")
    return variables


def _provider(kind: str) -> Callable[[SecretSource], dict[str, str]]:
    if kind not in _PROVIDERS:
        raise MetaflowException(f"@secrets has no type `{kind}`; there is {', '.join(_PROVIDERS)}.")
    return _PROVIDERS[kind]


def _inline(source: SecretSource) -> dict[str, str]:
    """For tests: the variables stand in the options."""
    return dict(source.options.get("env_vars", {}))


def _environment(source: SecretSource) -> dict[str, str]:
    """A variable that whoever started the task has set, by its name.

    `env_var_name` in the options is another name for the step to find it under.
    """
    value = os.environ.get(source.id)
    if value is None:
        raise MetaflowException(
            f"the secret {source} is to come from the environment, which has no {source.id}."
        )
    return {str(source.options.get("env_var_name") or source.id): value}


def _aws(source: SecretSource) -> dict[str, str]:
    from runtime_shim.task.aws_secrets import read_secret

    return read_secret(source.id, source.options, source.role)


def _azure(source: SecretSource) -> dict[str, str]:
    from runtime_shim.task.azure_secrets import read_secret

    return read_secret(source.id, source.options)


def _gcp(source: SecretSource) -> dict[str, str]:
    from runtime_shim.task.gcp_secrets import read_secret

    return read_secret(source.id, source.options)


_PROVIDERS: dict[str, Callable[[SecretSource], dict[str, str]]] = {
    "aws-secrets-manager": _aws,
    "az-key-vault": _azure,
    "environment": _environment,
    "gcp-secret-manager": _gcp,
    "inline": _inline,
}
