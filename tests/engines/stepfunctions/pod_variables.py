"""The variables of a pod's container, as the kubelet makes them.

https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ has the fields of a pod that a
variable may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.node import expanded

_NUMBERS = count(1)


class UnknownField(Exception):
    """No field of a pod that a variable may be, or none that the bench knows."""


@dataclass(frozen=True)
class Pod:
    """What a container may ask about the pod that it is in."""

    name: str
    namespace: str
    address: str

    @classmethod
    def new(cls, name: str, namespace: str) -> Pod:
        """With an address of its own, as in a cluster; all of them lead to this machine."""
        number = next(_NUMBERS)
        return cls(name, namespace, f"127.1.{number >> 8 & 255}.{number & 255}")

    def field(self, path: str) -> str:
        """Raises `UnknownField`."""
        fields = {
            "metadata.name": self.name,
            "metadata.namespace": self.namespace,
            "status.podIP": self.address,
        }
        if path not in fields:
            raise UnknownField(path)
        return fields[path]


def variables_of(container: Mapping[str, Any], pod: Pod) -> dict[str, str]:
    """By their names. Raises `UnknownField`."""
    if container.get("envFrom"):
        raise UnknownField("envFrom")
    variables: dict[str, str] = {}
    for entry in container.get("env", []):
        source = entry.get("valueFrom")
        variables[entry["name"]] = (
            expanded(entry.get("value", ""), variables)
            if source is None
            else pod.field(source["fieldRef"]["fieldPath"])
        )
    return variables
