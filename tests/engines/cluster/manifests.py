"""Objects in YAML files, put into the cluster."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tests.engines.cluster.api import Api, Object

_PLURALS = {
    "ConfigMap": "configmaps",
    "CronWorkflow": "cronworkflows",
    "CustomResourceDefinition": "customresourcedefinitions",
    "Namespace": "namespaces",
    "Role": "roles",
    "RoleBinding": "rolebindings",
    "Secret": "secrets",
    "ServiceAccount": "serviceaccounts",
    "Workflow": "workflows",
    "WorkflowTemplate": "workflowtemplates",
}
_OF_THE_CLUSTER = ("CustomResourceDefinition", "Namespace")


def list_path(document: Object, namespace: str) -> str:
    """The path of the list that an object belongs to; it may name a namespace itself."""
    version, kind = document["apiVersion"], document["kind"]
    root = f"/apis/{version}" if "/" in version else f"/api/{version}"
    if kind in _OF_THE_CLUSTER:
        return f"{root}/{_PLURALS[kind]}"
    namespace = document["metadata"].get("namespace", namespace)
    return f"{root}/namespaces/{namespace}/{_PLURALS[kind]}"


def create_all(api: Api, documents: Iterable[Object], namespace: str) -> None:
    """Makes all of these. Raises `ApiError`."""
    for document in documents:
        api.create(list_path(document, namespace), document)


def apply_all(api: Api, documents: Iterable[Object], namespace: str, **query: str) -> None:
    """Makes all of these as they are given, or changes them into that. Raises `ApiError`."""
    for document in documents:
        path = f"{list_path(document, namespace)}/{document['metadata']['name']}"
        api.apply(path, document, **query)


def documents_of(*files: Path) -> list[dict[str, Any]]:
    """The objects in YAML files."""
    texts = (file.read_text() for file in files)
    # PyYAML's own parser takes ten times as long, for which some files are too large.
    found = (one for text in texts for one in yaml.load_all(text, yaml.CSafeLoader))
    return [one for one in found if one is not None]
