"""Which files hold secrets, by their names."""

from __future__ import annotations

import re
from fnmatch import translate

_SECRETS = (
    ".env", ".env.*", "*.env", ".envrc",
    "*.pem", "*.key", "*.p12", "*.pfx", "*.jks", "*.keystore", "*.ppk", "*.kdbx", "*.kdb",
    "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519",
    ".netrc", "_netrc", ".pypirc", ".npmrc", ".pgpass", ".htpasswd", ".git-credentials",
    ".dockercfg", ".dockerconfigjson", "kubeconfig",
    "credentials", "credentials.json", "credentials.toml", "credentials.y*ml",
    "client_secret*.json", "service-account*.json", "service_account*.json",
    "secrets.json", "secrets.toml", "secrets.y*ml",
)  # fmt: skip
_SECRET = re.compile("|".join(map(translate, _SECRETS)))
_HARMLESS = (".env.example", ".env.sample", ".env.template", ".env.dist", ".env.defaults")
"""What a project shows instead of the secret."""


def looks_secret(name: str) -> bool:
    """Whether a file of that name, without folders, is likely to hold a secret.

    >>> looks_secret(".env.production"), looks_secret("id_rsa"), looks_secret("id_rsa.pub")
    (True, True, False)
    """
    name = name.lower()
    return name not in _HARMLESS and _SECRET.match(name) is not None


def names_secrets(pattern: str) -> bool:
    """Whether somebody who writes a pattern means secrets, not only a folder that has one.

    >>> names_secrets("keys/*.pem"), names_secrets("keys/")
    (True, False)
    """
    return looks_secret(pattern.rstrip("/").rpartition("/")[2])
