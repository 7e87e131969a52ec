"""Which texts Kubernetes takes where: names, labels, mounts, resources, variables.

The rules are those of `k8s.io/apimachinery/pkg/util/validation`.
"""

from __future__ import annotations

import re

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_QUALIFIED = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_VARIABLE = re.compile(r"[-._A-Za-z][-._A-Za-z0-9]*")

_RESERVED = ("flowc/", "workflows.argoproj.io/")
RESERVED = " or ".join(f"`{prefix}`" for prefix in _RESERVED)

MAX_LABEL = 63
MAX_SUBDOMAIN = 253


def is_dns_label(text: str) -> bool:
    """A namespace, a volume, a port: `[a-z0-9-]`, at most 63 characters."""
    return len(text) <= MAX_LABEL and _LABEL.fullmatch(text) is not None


def is_dns_subdomain(text: str) -> bool:
    """Most objects: DNS labels joined by dots, at most 253 characters."""
    return len(text) <= MAX_SUBDOMAIN and _SUBDOMAIN.fullmatch(text) is not None


def is_label_value(text: str) -> bool:
    """The value of a label; may be empty."""
    return not text or (len(text) <= MAX_LABEL and _QUALIFIED.fullmatch(text) is not None)


def is_qualified_name(text: str) -> bool:
    """The key of a label or an annotation: `name` or `domain/name`."""
    domain, slash, name = text.rpartition("/")
    if slash and not is_dns_subdomain(domain):
        return False
    return len(name) <= MAX_LABEL and _QUALIFIED.fullmatch(name) is not None


def is_reserved(key: str) -> bool:
    """The key of a label or an annotation by which flowc or Argo Workflows knows a pod."""
    return key.startswith(_RESERVED)


def is_extended_resource(text: str) -> bool:
    """A device's name: it has a domain, and that is not one of Kubernetes' own."""
    domain, slash, _ = text.rpartition("/")
    own = domain == "kubernetes.io" or domain.endswith(".kubernetes.io")
    return bool(slash) and not own and is_qualified_name(text)


def is_variable(text: str) -> bool:
    """The name of an environment variable."""
    return _VARIABLE.fullmatch(text) is not None


def is_mount_path(text: str) -> bool:
    """Where a volume may be mounted: an absolute path without `:`."""
    return text.startswith("/") and ":" not in text and "\0" not in text
