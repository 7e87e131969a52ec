"""The fields of a document: Argo's CRDs as strict JSON Schema, with their CEL rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import celpy
from celpy.adapter import json_to_cel
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from tests.schemas.walk import Document

HERE = Path(__file__).resolve().parent
SCHEMAS = {
    "CronWorkflow": "argo-workflows.json",
    "Sensor": "argo-events.json",
    "Workflow": "argo-workflows.json",
    "WorkflowTemplate": "argo-workflows.json",
}


def check_structure(document: Document, where: str) -> Iterator[str]:
    """What the API server would refuse, or drop, of a document of one of the known kinds."""
    for error in _validator(document["kind"]).iter_errors(document):
        place = "".join(f"[{at}]" if isinstance(at, int) else f".{at}" for at in error.path)
        yield f"{where}{place}: {_short(error.message)}"


def _short(message: str) -> str:
    """Messages repeat the value that is wrong, which may be a whole list of templates."""
    return message if len(message) < 300 else f"{message[:100]} ... {message[-100:]}"


@cache
def _validator(kind: str) -> Any:
    schema = json.loads((HERE / SCHEMAS[kind]).read_bytes())
    keywords = {
        "x-kubernetes-validations": _cel_rules,
        "x-kubernetes-list-map-keys": _unique_keys(schema["$defs"]),
        "format": _integer_range,
    }
    validator = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    return validator({**schema, "$ref": f"#/$defs/{kind}"})


def _cel_rules(
    validator: Any, rules: list[dict[str, str]], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    activation = {"self": json_to_cel(instance)}
    for rule in rules:
        if not _program(rule["rule"]).evaluate(activation):
            yield ValidationError(rule.get("message", rule["rule"]))


@cache
def _program(rule: str) -> celpy.Runner:
    environment = celpy.Environment()
    return environment.program(environment.compile(rule))


def _unique_keys(definitions: Document) -> Any:
    """A list that Kubernetes merges by key must not have one key twice."""

    def check(
        validator: Any, keys: list[str], instance: Any, schema: Any
    ) -> Iterator[ValidationError]:
        items = schema["items"]
        if "$ref" in items:
            items = definitions[items["$ref"].removeprefix("#/$defs/")]
        properties = items.get("properties", {})
        seen = set()
        for item in instance:
            key = tuple(item.get(name, properties.get(name, {}).get("default")) for name in keys)
            if key in seen:
                yield ValidationError(f"two items have the key {key!r}")
            seen.add(key)

    return check


def _integer_range(
    validator: Any, name: str, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    bits = {"int32": 31, "int64": 63}.get(name)
    if bits and isinstance(instance, int) and not -(2**bits) <= instance < 2**bits:
        yield ValidationError(f"{instance} does not fit into {name}")
