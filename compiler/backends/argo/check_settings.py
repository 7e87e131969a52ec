"""Settings that Argo or Kubernetes would refuse. They have no line in the flow's source."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.argo.check_steps import is_template
from compiler.backends.argo.naming import MAX_OBJECT_NAME
from compiler.backends.checking import SettingProblem
from compiler.compute.datastore import datastore_problems
from compiler.compute.kubernetes_names import is_dns_subdomain
from compiler.compute.kubernetes_settings import NAME_RULE, pod_setting_problems
from compiler.compute.kubernetes_sizes import size_problems
from compiler.compute.runtime import runtime_problems
from compiler.settings import Settings

_TEMPLATE = "it has `{{`, which Argo Workflows takes for a template"


def setting_problems(settings: Settings) -> Iterator[SettingProblem]:
    """All of them, in the order of the settings."""
    yield from pod_setting_problems(settings)
    yield from _names(settings)
    yield from _texts(settings)
    yield from runtime_problems(settings)
    if settings.argo.event_url is not None and "\0" in settings.argo.event_url:
        yield "argo.event-url", settings.argo.event_url, _TEMPLATE
    yield from datastore_problems(settings)
    yield from size_problems(settings.resources)


def _names(settings: Settings) -> Iterator[SettingProblem]:
    argo = settings.argo
    if argo.name is not None and not (
        is_dns_subdomain(argo.name) and len(argo.name) <= MAX_OBJECT_NAME
    ):
        yield "argo.name", argo.name, f"{NAME_RULE}, and at most {MAX_OBJECT_NAME} characters"
    names = [
        ("argo.event-service-account", argo.event_service_account),
        ("argo.event-source", argo.event_source),
        ("argo.event-bus", argo.event_bus),
    ]
    for setting, name in names:
        if name is not None and not is_dns_subdomain(name):
            yield setting, name, NAME_RULE
    if argo.event_name is not None and is_template(argo.event_name):
        yield "argo.event-name", argo.event_name, _TEMPLATE


def _texts(settings: Settings) -> Iterator[SettingProblem]:
    for value in settings.annotations.values():
        if is_template(value):
            yield "annotations", value, _TEMPLATE
