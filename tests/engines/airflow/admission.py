"""Which pods the API takes, and what it fills in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from tests.engines.airflow.pod_status import now
from tests.schemas.names import check_labels, check_names


class Refused(Exception):
    """What the API does not take: a status of HTTP, its reason, and why."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason


def admitted(namespace: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A pod as it is kept. Raises `Refused`."""
    pod = deepcopy(dict(manifest))
    metadata, spec = pod["metadata"], pod["spec"]
    metadata.setdefault("name", f"{metadata.get('generateName', '')}{uuid.uuid4().hex[:5]}")
    _refuse(metadata["name"], _problems(namespace, pod))
    metadata.update(namespace=namespace, uid=str(uuid.uuid4()), resourceVersion="1")
    metadata["creationTimestamp"] = now()
    spec["nodeName"] = "bench"
    return pod


def _problems(namespace: str, pod: Mapping[str, Any]) -> Iterator[str]:
    metadata, spec = pod["metadata"], pod["spec"]
    if metadata.get("namespace", namespace) != namespace:
        yield "the namespace of the provided object does not match the namespace sent"
    yield from _label_problems(metadata)
    yield from check_names(_without_nulls(spec), "spec")
    if spec.get("restartPolicy") != "Never":
        yield "spec.restartPolicy: the bench has none but Never"
    if len(spec["containers"]) != 1:
        yield "spec.containers: the bench has no sidecars"


def refuse_labels(name: str, labels: Mapping[str, str]) -> None:
    """Raises `Refused` where a pod cannot have these."""
    _refuse(name, _label_problems({"labels": labels}))


def _label_problems(metadata: Mapping[str, Any]) -> Iterator[str]:
    given = {key: metadata.get(key) or {} for key in ("labels", "annotations")}
    yield from check_labels(given, "metadata")
    for name, value in given["labels"].items():
        if "{" in value:  # where Argo has its placeholders
            yield f"metadata.labels.{name}: {value!r} has braces"


def _refuse(name: str, problems: Iterator[str]) -> None:
    found = list(problems)
    if found:
        raise Refused(422, "Invalid", f'Pod "{name}" is invalid: {"; ".join(found)}')


def _without_nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_nulls(value) for key, value in node.items() if value is not None}
    return [_without_nulls(value) for value in node] if isinstance(node, list) else node
