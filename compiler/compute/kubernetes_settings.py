"""Settings that Kubernetes would refuse. They have no line in the flow's source."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.compute.kubernetes_names import (
    is_dns_label,
    is_dns_subdomain,
    is_label_value,
    is_qualified_name,
)
from compiler.settings import Settings

NAME_RULE = "it has lower-case letters, digits, `-` and `.`, and a letter or digit at both ends"
_NAMESPACE = "it has at most 63 lower-case letters, digits and `-`"


def pod_setting_problems(settings: Settings) -> Iterator[tuple[str, object, str]]:
    """The setting, its value, and what is wrong with it, of those that pods have."""
    if settings.namespace is not None and not is_dns_label(settings.namespace):
        yield "namespace", settings.namespace, _NAMESPACE
    names = [
        ("service-account", settings.service_account),
        *(("image-pull-secrets", name) for name in settings.image_pull_secrets),
    ]
    for setting, name in names:
        if name is not None and not is_dns_subdomain(name):
            yield setting, name, NAME_RULE
    for setting, mapping in (
        ("labels", settings.labels),
        ("node-selector", settings.node_selector),
    ):
        for key, value in mapping.items():
            if not is_qualified_name(key) or not is_label_value(value):
                yield setting, f"{key}={value}", "it is not valid as a label of Kubernetes"
    for key in settings.annotations:
        if not is_qualified_name(key):
            yield "annotations", key, "it is not valid as the key of an annotation"
