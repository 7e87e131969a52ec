"""Settings that Argo or Kubernetes would refuse. They have no line in the flow's source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from compiler.backends.argo.check_steps import is_template
from compiler.backends.argo.naming import MAX_OBJECT_NAME
from compiler.compute.datastore import datastore_problems
from compiler.compute.kubernetes_names import (
    is_dns_label,
    is_dns_subdomain,
    is_label_value,
    is_qualified_name,
)
from compiler.compute.kubernetes_sizes import default_sizes
from compiler.compute.runtime import runtime_problems
from compiler.quantities.errors import QuantityError
from compiler.settings import Settings

_NAME = "it has lower-case letters, digits, `-` and `.`, and a letter or digit at both ends"
_NAMESPACE = "it has at most 63 lower-case letters, digits and `-`"
_TEMPLATE = "it has `{{`, which Argo Workflows takes for a template"

Problem = tuple[str, object, str]
"""The setting, its value, and what is wrong with it."""


def setting_problems(settings: Settings) -> Iterator[Problem]:
    """All of them, in the order of the settings."""
    yield from _names(settings)
    yield from _mappings(settings)
    yield from runtime_problems(settings)
    if settings.argo.event_url is not None and "\0" in settings.argo.event_url:
        yield "argo.event-url", settings.argo.event_url, _TEMPLATE
    yield from datastore_problems(settings)
    try:
        default_sizes(settings.resources)
    except QuantityError as error:
        yield "resources", asdict(settings.resources), error.problem


def _names(settings: Settings) -> Iterator[Problem]:
    argo = settings.argo
    if argo.name is not None and not (
        is_dns_subdomain(argo.name) and len(argo.name) <= MAX_OBJECT_NAME
    ):
        yield "argo.name", argo.name, f"{_NAME}, and at most {MAX_OBJECT_NAME} characters"
    if settings.namespace is not None and not is_dns_label(settings.namespace):
        yield (
            "namespace",
            settings.namespace,
            "it has at most 63 lower-case letters, digits and `-`",
        )
    names = [
        ("service-account", settings.service_account),
        ("argo.event-service-account", argo.event_service_account),
        ("argo.event-source", argo.event_source),
        ("argo.event-bus", argo.event_bus),
        *(("image-pull-secrets", name) for name in settings.image_pull_secrets),
    ]
    for setting, name in names:
        if name is not None and not is_dns_subdomain(name):
            yield setting, name, _NAME
    if argo.event_name is not None and is_template(argo.event_name):
        yield "argo.event-name", argo.event_name, _TEMPLATE


def _mappings(settings: Settings) -> Iterator[Problem]:
    for setting, mapping in (
        ("labels", settings.labels),
        ("node-selector", settings.node_selector),
    ):
        for key, value in mapping.items():
            if not is_qualified_name(key) or not is_label_value(value):
                yield setting, f"{key}={value}", "it is not valid as a label of Kubernetes"
    for key, value in settings.annotations.items():
        if not is_qualified_name(key):
            yield "annotations", key, "it is not valid as the key of an annotation"
        elif is_template(value):
            yield "annotations", value, _TEMPLATE
    tolerations = [*settings.tolerations]
    for some in settings.gpu_tolerations.values():
        tolerations.extend(some)
    for toleration in tolerations:
        texts = [toleration.key, toleration.operator, toleration.value, toleration.effect]
        if any(text is not None and is_template(text) for text in texts):
            yield "tolerations", toleration.key, _TEMPLATE
