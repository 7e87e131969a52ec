"""Settings that Kubernetes would refuse. They have no line in the flow's source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from compiler.compute.kubernetes_names import (
    RESERVED,
    is_dns_label,
    is_dns_subdomain,
    is_label_value,
    is_qualified_name,
    is_reserved,
)
from compiler.compute.kubernetes_tolerations import toleration_problem
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
    yield from _labels(settings)
    yield from _tolerations(settings)


def _labels(settings: Settings) -> Iterator[tuple[str, object, str]]:
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
    for setting, mapping in (
        ("labels", settings.labels),
        ("annotations", settings.annotations),
    ):
        for key in filter(is_reserved, mapping):
            yield setting, key, f"what begins with {RESERVED} is not for settings"


def _tolerations(settings: Settings) -> Iterator[tuple[str, object, str]]:
    tolerations = [("tolerations", toleration) for toleration in settings.tolerations]
    for some in settings.gpu_tolerations.values():
        tolerations += [("gpu-tolerations", toleration) for toleration in some]
    for setting, toleration in tolerations:
        problem = toleration_problem(toleration)
        if problem is not None:
            given = asdict(toleration).items()
            fields = {name: value for name, value in given if value is not None}
            yield setting, fields, f"a toleration {problem}"
