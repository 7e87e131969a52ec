"""Names, labels, quantities and the like, by Kubernetes' own rules.

The limits are those of apimachinery's `validation` package and of the pod's validation in
Kubernetes; of Argo only the lengths of a template's and a cron workflow's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.schemas.walk import Document, objects

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_DNS_LABEL = re.compile(_LABEL)
_DNS_SUBDOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_QUALIFIED = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_ENVIRONMENT = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_QUANTITY = re.compile(
    r"(?P<number>[0-9]+(\.[0-9]*)?|\.[0-9]+)(?P<unit>[KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+)?"
)
_UNITS = {
    "n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1.0,
    "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50, "Ei": 2.0**60,
}  # fmt: skip
_LONGEST_NAME = {"CronWorkflow": 52, "Workflow": 63, "WorkflowTemplate": 63, "Sensor": 63}
_ANNOTATIONS_SIZE = 256 * 1024
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def check_metadata(document: Document, where: str) -> Iterator[str]:
    """The metadata of a whole object."""
    metadata = document["metadata"]
    known = ("name", "generateName", "namespace", "labels", "annotations")
    yield from (f"{where}.metadata.{key}: unknown" for key in metadata if key not in known)
    name = metadata.get("name")
    if name is None and "generateName" not in metadata:
        yield f"{where}.metadata: neither a name nor a generateName"
    if name is not None:
        yield from _matches(_DNS_SUBDOMAIN, name, _LONGEST_NAME[document["kind"]], f"{where}.name")
    if "namespace" in metadata:
        yield from _matches(_DNS_LABEL, metadata["namespace"], 63, f"{where}.metadata.namespace")
    yield from check_labels(metadata, f"{where}.metadata")


def check_labels(metadata: Document, where: str) -> Iterator[str]:
    """The labels and annotations of an object or of a template's pods."""
    for key, value in metadata.get("labels", {}).items():
        yield from _key(key, f"{where}.labels")
        yield from _label_value(value, f"{where}.labels.{key}")
    annotations = metadata.get("annotations", {})
    for key, value in annotations.items():
        yield from _key(key, f"{where}.annotations")
        if not isinstance(value, str):
            yield f"{where}.annotations.{key}: {value!r} is no text"
    size = sum(len(f"{key}{value}".encode()) for key, value in annotations.items())
    if size > _ANNOTATIONS_SIZE:
        yield f"{where}.annotations: {size} bytes are too many"


def check_names(body: Document, where: str) -> Iterator[str]:
    """What stands anywhere in a spec, found by the name of its field."""
    for place, found in objects(body, where):
        if isinstance(found.get("metadata"), dict) and "container" in found:
            yield from check_labels(found["metadata"], f"{place}.metadata")
        for key, value in found.get("nodeSelector", {}).items():
            yield from _key(key, f"{place}.nodeSelector")
            yield from _label_value(value, f"{place}.nodeSelector.{key}")
        if isinstance(found.get("serviceAccountName"), str):
            name = found["serviceAccountName"]
            yield from _matches(_DNS_SUBDOMAIN, name, 253, f"{place}.serviceAccountName")
        if isinstance(found.get("resources"), dict):
            yield from _resources(found["resources"], f"{place}.resources")
        if isinstance(found.get("env"), list):
            yield from _environment(found["env"], f"{place}.env")
        for toleration in found.get("tolerations", ()):
            yield from _toleration(toleration, f"{place}.tolerations")
        if isinstance(found.get("timezone"), str):
            yield from _timezone(found["timezone"], f"{place}.timezone")


def _matches(pattern: re.Pattern[str], text: str, longest: int, where: str) -> Iterator[str]:
    if "{{" in text:
        return
    if len(text) > longest:
        yield f"{where}: `{text}` is longer than {longest} characters"
    if not pattern.fullmatch(text):
        yield f"{where}: `{text}` is not of the form {pattern.pattern}"


def _key(key: str, where: str) -> Iterator[str]:
    prefix, slash, name = key.rpartition("/")
    yield from _matches(_QUALIFIED, name, 63, where)
    if slash:
        yield from _matches(_DNS_SUBDOMAIN, prefix, 253, where)


def _label_value(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{where}: {value!r} is no text"
    elif value:
        yield from _matches(_QUALIFIED, value, 63, where)


def _resources(resources: Document, where: str) -> Iterator[str]:
    amounts: dict[str, dict[str, float]] = {}
    for side in ("limits", "requests"):
        amounts[side] = {}
        for name, quantity in resources.get(side, {}).items():
            yield from _key(name, f"{where}.{side}")
            amount = _amount(str(quantity))
            if amount is None:
                yield f"{where}.{side}.{name}: `{quantity}` is no quantity"
            else:
                amounts[side][name] = amount
    yield from _limits(amounts["limits"], amounts["requests"], where)


def _amount(quantity: str) -> float | None:
    match = _QUANTITY.fullmatch(quantity)
    if match is None:
        return None
    unit = match["unit"] or ""
    return float(match["number"]) * (_UNITS[unit] if unit in _UNITS else float(f"1{unit}"))


def _limits(
    limits: Mapping[str, float], requests: Mapping[str, float], where: str
) -> Iterator[str]:
    for name in dict.fromkeys([*limits, *requests]):
        extended = "/" in name and not name.startswith("kubernetes.io/")
        if extended:
            if name not in limits:
                yield f"{where}: `{name}` needs a limit"
            if requests.get(name, limits.get(name)) != limits.get(name):
                yield f"{where}: the request and the limit of `{name}` must be equal"
            if limits.get(name, 0) % 1:
                yield f"{where}: `{name}` comes in whole numbers"
        elif requests.get(name, 0) > limits.get(name, float("inf")):
            yield f"{where}: more of `{name}` is requested than the limit"


def _environment(env: list[Document], where: str) -> Iterator[str]:
    for variable in env:
        yield from _matches(_ENVIRONMENT, variable["name"], 32768, where)
        if "value" in variable and "valueFrom" in variable:
            yield f"{where}: `{variable['name']}` has a value and a source"


def _toleration(toleration: Document, where: str) -> Iterator[str]:
    operator = toleration.get("operator", "Equal")
    if operator not in ("Equal", "Exists"):
        yield f"{where}: no operator `{operator}`"
    if operator == "Exists" and toleration.get("value"):
        yield f"{where}: `Exists` takes no value"
    if not toleration.get("key") and operator != "Exists":
        yield f"{where}: without a key the operator must be `Exists`"
    if toleration.get("key"):
        yield from _key(toleration["key"], where)
    if toleration.get("effect", "NoSchedule") not in _EFFECTS:
        yield f"{where}: no effect `{toleration['effect']}`"
    if "tolerationSeconds" in toleration and toleration.get("effect") != "NoExecute":
        yield f"{where}: only `NoExecute` takes tolerationSeconds"


def _timezone(name: str, where: str) -> Iterator[str]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"{where}: no time zone `{name}`"
