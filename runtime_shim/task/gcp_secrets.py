"""Reads secrets from GCP's Secret Manager, by the conventions of Metaflow's provider of it."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secret_values import client_library, from_json, unreadable, variable

_PREFIX = "METAFLOW_GCP_SECRET_MANAGER_PREFIX"
"""What goes before an id that is no whole path, such as `projects/123/secrets/`."""
_ID = re.compile(
    r"(?P<project>projects/[^/]+/secrets/)?(?P<name>[\w-]+)(?P<version>/versions/[\w-]+)?"
)


def read_secret(name: str, options: Mapping[str, Any]) -> dict[str, str]:
    """The variables of a secret: `projects/P/secrets/NAME`, or `NAME` after the prefix.

    Of its newest version, unless `/versions/V` follows. It is one variable; with `json: True`
    in the options a JSON object, a variable for each key; with `binary: True` bytes, in
    base64. The one variable is called as `env_var_name` says, or else as the secret.
    Characters of a name that no variable has become underscores.

    Raises `MetaflowException` where the client is missing, or the secret has another form, is
    not there or not to be read.
    """
    match = _ID.fullmatch(name)
    if match is None:
        raise MetaflowException(
            f"{name} is no secret of GCP: write `projects/PROJECT/secrets/NAME`, or the name "
            f"alone and set {_PREFIX}; `/versions/VERSION` may follow."
        )
    content = _access(name, _version(match))
    own_name = variable(str(options.get("env_var_name") or match["name"]))
    if options.get("binary") and not options.get("json"):
        return {own_name: b64encode(content).decode()}
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise MetaflowException(
            f"the secret {name} is no text in UTF-8. Say `options={{'binary': True}}` to have it "
            "in base64."
        ) from None
    return from_json(name, text) if options.get("json") else {own_name: text}


def _version(secret: re.Match[str]) -> str:
    """The full name of the version to read."""
    project = secret["project"] or os.environ.get(_PREFIX)
    if not project:
        raise MetaflowException(
            f"the secret {secret[0]} does not say of which project it is: write "
            f"`projects/PROJECT/secrets/{secret[0]}`, or set {_PREFIX}."
        )
    return f"{project}{secret['name']}{secret['version'] or '/versions/latest'}"


def _access(name: str, version: str) -> bytes:
    library = client_library(
        "google.cloud.secretmanager", "google-cloud-secret-manager", extra="gcp"
    )
    with _explained(name):
        client = library.SecretManagerServiceClient()
        response = client.access_secret_version(request={"name": version})
    content: bytes = response.payload.data
    return content


@contextmanager
def _explained(name: str) -> Iterator[None]:
    errors = import_module("google.api_core.exceptions")
    credentials = import_module("google.auth.exceptions")
    try:
        yield
    except credentials.DefaultCredentialsError:
        raise unreadable(
            name,
            "there are no credentials of GCP here. Give the task a service account, or set "
            "GOOGLE_APPLICATION_CREDENTIALS.",
        ) from None
    except errors.NotFound:
        raise unreadable(
            name,
            "GCP's Secret Manager has none of that name and version. Check them, and the project.",
        ) from None
    except errors.PermissionDenied:
        raise unreadable(
            name,
            "that is denied. Give the service account of the task "
            "`secretmanager.versions.access`, which `roles/secretmanager.secretAccessor` has.",
        ) from None
    except errors.GoogleAPICallError as error:
        raise unreadable(name, f"GCP says {type(error).__name__}: {error.message}") from None
