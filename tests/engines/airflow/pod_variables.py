"""The variables of a pod's container, as the kubelet makes them.

https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ has the fields of a pod that a
variable may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.node import expanded

Object = Mapping[str, Any]
Objects = Mapping[tuple[str, str], Mapping[str, str]]
"""What ConfigMaps and Secrets hold, by `("configMap" or "secret", name)`."""

_IN_METADATA = re.compile(r"metadata\.(labels|annotations)\['(.+)'\]")


class NoVariable(Exception):
    """A variable that the kubelet could not make; the message says what is missing."""


def variables_of(container: Object, pod: Object, objects: Objects) -> dict[str, str]:
    """By their names. Raises `NoVariable`."""
    variables: dict[str, str] = {}
    for source in container.get("envFrom") or ():
        variables.update(_all_of(source, objects))
    for entry in container.get("env") or ():
        source = entry.get("valueFrom")
        if source is None:
            variables[entry["name"]] = expanded(entry.get("value") or "", variables)
        else:
            variables.update((entry["name"], value) for value in _from(source, pod, objects))
    return variables


def _all_of(source: Object, objects: Objects) -> dict[str, str]:
    prefix = source.get("prefix") or ""
    found: dict[str, str] = {}
    for kind in ("configMap", "secret"):
        reference = source.get(f"{kind}Ref")
        if reference is not None:
            held = _held(kind, reference, objects)
            found.update({f"{prefix}{name}": value for name, value in held.items()})
    return found


def _from(source: Object, pod: Object, objects: Objects) -> Iterator[str]:
    """The value; none where it is optional and missing."""
    if "fieldRef" in source:
        yield _field(source["fieldRef"]["fieldPath"], pod)
        return
    for kind in ("configMap", "secret"):
        reference = source.get(f"{kind}KeyRef")
        if reference is not None:
            held = _held(kind, reference, objects)
            if reference["key"] in held:
                yield held[reference["key"]]
            elif not reference.get("optional"):
                raise NoVariable(f"couldn't find key {reference['key']} in {reference['name']}")


def _held(kind: str, reference: Object, objects: Objects) -> Mapping[str, str]:
    found = objects.get((kind, reference["name"]))
    if found is None and not reference.get("optional"):
        raise NoVariable(f'{kind.lower()} "{reference["name"]}" not found')
    return found or {}


def _field(path: str, pod: Object) -> str:
    found = _IN_METADATA.fullmatch(path)
    if found:
        return str((pod["metadata"].get(found[1]) or {}).get(found[2], ""))
    fields = {
        "metadata.name": pod["metadata"]["name"],
        "metadata.namespace": pod["metadata"]["namespace"],
        "metadata.uid": pod["metadata"]["uid"],
        "spec.nodeName": pod["spec"].get("nodeName", ""),
        "spec.serviceAccountName": pod["spec"].get("serviceAccountName", "default"),
        "status.podIP": pod["status"].get("podIP", ""),
    }
    if path not in fields:
        raise NoVariable(f"no field of a pod that the bench knows: {path}")
    return str(fields[path])
