"""Makes `argo-workflows.json` and `argo-events.json` from Argo's own schema files.

    python -m tests.schemas.make_schemas FOLDER

`FOLDER` is a copy of the Go module github.com/argoproj/argo-workflows/v4 at the version
that README.md beside this file names. Parts that stand there many times over become one
definition, which makes 3.7 MB of schema into some 100 kB.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Schema = dict[str, Any]

HERE = Path(__file__).resolve().parent
KINDS = {
    "CronWorkflow": "argoproj.io_cronworkflows.yaml",
    "Workflow": "argoproj.io_workflows.yaml",
    "WorkflowTemplate": "argoproj.io_workflowtemplates.yaml",
}
SENSOR = "Sensor"

_EVENTS: dict[str, Schema] = {
    # Go types that write themselves as JSON in a way that the published schema misses.
    "K8SResource": {"type": "object"},
    "Amount": {"type": ["number", "string"]},
    "Int64OrString": {"type": ["integer", "string"]},
}
_EVENTS_REQUIRED = {
    # The published schema has no `required` at all; these are what the controller's own
    # validation demands (pkg/reconciler/sensor/validate.go of Argo Events).
    "Sensor": ["spec"],
    "SensorSpec": ["dependencies", "triggers"],
    "EventDependency": ["name", "eventSourceName", "eventName"],
    "Trigger": ["template"],
    "TriggerTemplate": ["name"],
    "TriggerParameter": ["src", "dest"],
    "TriggerParameterSource": ["dependencyName"],
    "ArgoWorkflowTrigger": ["source"],
    "HTTPTrigger": ["url"],
}

_KEPT = (
    "type", "$ref", "enum", "pattern", "format", "minimum", "maximum", "minLength", "maxLength",
    "minItems", "maxItems", "required", "anyOf", "oneOf", "default",
    "x-kubernetes-list-map-keys", "x-kubernetes-validations",
)  # fmt: skip
_OPEN = "x-kubernetes-preserve-unknown-fields"
_INT_OR_STRING = "x-kubernetes-int-or-string"
_OBJECT: Schema = {
    "apiVersion": {"type": "string"},
    "kind": {"type": "string"},
    "metadata": {"type": "object"},
}
"""What every object has beside its spec. A status is the controller's to write."""
_SHARED_SIZE = 120
"""Bytes of JSON from which on a part that stands twice becomes a definition."""


def strict(schema: Mapping[str, Any]) -> Schema:
    """The schema without its prose, refusing fields that it does not name.

    The API server drops such fields, or refuses them under strict field validation.
    """
    kept: Schema = {key: schema[key] for key in _KEPT if key in schema}
    if schema.get(_INT_OR_STRING):
        return {"type": ["integer", "string"], **{k: kept[k] for k in ("pattern",) if k in kept}}
    if "items" in schema:
        kept["items"] = strict(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        kept["additionalProperties"] = strict(schema["additionalProperties"])
    elif "properties" in schema:
        properties = schema["properties"]
        kept["properties"] = {name: strict(properties[name]) for name in sorted(properties)}
        if not schema.get(_OPEN):
            kept["additionalProperties"] = False
    return kept


def share(kinds: Mapping[str, Schema]) -> Schema:
    """All schemas in one, in which parts that are alike are one definition."""
    count: dict[str, int] = {}
    for schema in kinds.values():
        for part in _parts(schema):
            text = json.dumps(part, sort_keys=True)
            count[text] = count.get(text, 0) + 1
    names: dict[str, str] = {}
    definitions: Schema = {}

    def shrink(part: Schema, top: bool = False) -> Schema:
        text = json.dumps(part, sort_keys=True)
        shared = not top and count[text] > 1 and len(text) > _SHARED_SIZE
        if shared and text in names:
            return {"$ref": f"#/$defs/{names[text]}"}
        smaller = dict(part)
        if "items" in part:
            smaller["items"] = shrink(part["items"])
        if isinstance(part.get("additionalProperties"), dict):
            smaller["additionalProperties"] = shrink(part["additionalProperties"])
        if "properties" in part:
            smaller["properties"] = {n: shrink(p) for n, p in part["properties"].items()}
        if not shared:
            return smaller
        names[text] = f"d{len(names)}"
        definitions[names[text]] = smaller
        return {"$ref": f"#/$defs/{names[text]}"}

    shrunk = {kind: shrink(schema, top=True) for kind, schema in kinds.items()}
    return {"$defs": {**shrunk, **definitions}}


def _parts(schema: Schema) -> Iterator[Schema]:
    yield schema
    if "items" in schema:
        yield from _parts(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _parts(schema["additionalProperties"])
    for part in schema.get("properties", {}).values():
        yield from _parts(part)


def workflows(module: Path) -> Schema:
    """The kinds of Argo Workflows, from the full CRDs."""
    folder = module / "manifests" / "base" / "crds" / "full"
    kinds = {}
    for kind, name in KINDS.items():
        crd = yaml.load((folder / name).read_bytes(), yaml.CSafeLoader)
        (version,) = crd["spec"]["versions"]
        kinds[kind] = strict(version["schema"]["openAPIV3Schema"])
        properties = {**_OBJECT, "spec": kinds[kind]["properties"]["spec"]}
        kinds[kind] = {**kinds[kind], "properties": properties}
    return share(kinds)


def events(module: Path) -> Schema:
    """The Sensor of Argo Events, from the part of its API that Argo Workflows publishes.

    Its own CRD leaves everything open.
    """
    published = json.loads((module / "api" / "jsonschema" / "schema.json").read_bytes())
    # Short names clash between packages; where they do, a Sensor means that of Argo Events.
    packages = ("io.k8s.", "github.com.argoproj.argo_events.")
    definitions = {
        _short(name): part
        for package in packages
        for name, part in published["definitions"].items()
        if name.startswith(package)
    }
    found: Schema = {}
    waiting = [SENSOR]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = _event_part(name, definitions[name])
        waiting += _references(found[name])
    sensor = found.pop(SENSOR)
    properties = {**_OBJECT, "spec": sensor["properties"]["spec"]}
    sensor = {**sensor, "properties": properties}
    return {"$defs": {SENSOR: sensor, **{name: found[name] for name in sorted(found)}}}


def _event_part(name: str, definition: Mapping[str, Any]) -> Schema:
    part = strict(_EVENTS.get(name, definition))
    for schema in _parts(part):
        if "$ref" in schema:
            schema["$ref"] = f"#/$defs/{_short(schema['$ref'])}"
    if name in _EVENTS_REQUIRED:
        part["required"] = _EVENTS_REQUIRED[name]
    return part


def _references(schema: Schema) -> list[str]:
    return [_short(part["$ref"]) for part in _parts(schema) if "$ref" in part]


def _short(name: str) -> str:
    """`Sensor` for `github.com.argoproj...v1alpha1.Sensor`, and for a reference to that."""
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[-1]


def _write(path: Path, schema: Schema) -> None:
    """One definition a line, for a diff that a person can read."""
    lines = (
        f"{json.dumps(name)}:{json.dumps(part, separators=(',', ':'))}"
        for name, part in schema["$defs"].items()
    )
    path.write_text('{"$defs":{\n' + ",\n".join(lines) + "\n}}\n")


def main(module: Path) -> None:
    _write(HERE / "argo-workflows.json", workflows(module))
    _write(HERE / "argo-events.json", events(module))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
