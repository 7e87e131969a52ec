"""Who may talk to the API: tokens, written anew for each cluster."""

from __future__ import annotations

import json
import secrets
import subprocess
from pathlib import Path

from tests.engines.cluster import debian
from tests.engines.cluster.api import Api
from tests.engines.cluster.places import API, API_PORT, NODE_NAME, RUNNING

ADMIN = "admin"
KUBELET = f"system:node:{NODE_NAME}"
_GROUPS = {ADMIN: "system:masters", KUBELET: "system:nodes"}
TOKENS = RUNNING / "tokens.csv"
CERTIFICATES = RUNNING / "certificates"
"""Of the API server, which writes its own."""
AUTHORITY = CERTIFICATES / "apiserver.crt"
SIGNING_KEY = RUNNING / "service-accounts.key"
"""With it the API server signs the tokens of service accounts."""
_DAY = 24 * 60 * 60
_URL = f"https://{API.ip}:{API_PORT}"


def write_identities() -> None:
    """Writes the tokens and the key, for the API server to start with."""
    lines = [f'{secrets.token_hex()},{name},{name},"{group}"\n' for name, group in _GROUPS.items()]
    _private(TOKENS).write_text("".join(lines))
    command = ["genrsa", "-out", str(_private(SIGNING_KEY)), "2048"]
    subprocess.run([debian.path_of("openssl"), *command], check=True, capture_output=True)


def admin() -> Api:
    """The API, for whoever may do everything."""
    return Api(_URL, _token(ADMIN), AUTHORITY)


def kubeconfig(name: str) -> Path:
    """A file by which a program talks to the API as one of those above."""
    return write_kubeconfig(name.replace(":", "-"), _token(name))


def write_kubeconfig(name: str, token: str, namespace: str = "default") -> Path:
    """A file by which a program talks to the API with a token."""
    cluster = {"server": _URL, "certificate-authority": str(AUTHORITY)}
    context = {"cluster": name, "user": name, "namespace": namespace}
    configuration = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": name, "cluster": cluster}],
        "users": [{"name": name, "user": {"token": token}}],
        "contexts": [{"name": name, "context": context}],
        "current-context": name,
    }
    file = _private(RUNNING / f"{name}.kubeconfig")
    file.write_text(json.dumps(configuration))
    return file


def account_token(namespace: str, account: str) -> str:
    """A token of a service account that there is, for a week."""
    request = {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "metadata": {"name": account},
        "spec": {"expirationSeconds": 7 * _DAY},
    }
    accounts = f"/api/v1/namespaces/{namespace}/serviceaccounts"
    answer = admin().create(f"{accounts}/{account}/token", request)
    return str(answer["status"]["token"])


def _token(name: str) -> str:
    lines = (line.split(",") for line in TOKENS.read_text().splitlines())
    return next(token for token, user, *_ in lines if user == name)


def _private(file: Path) -> Path:
    file.touch(mode=0o600)
    return file
