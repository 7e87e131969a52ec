"""Validates the YAML that the Argo backend emits, as a cluster would, without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from tests.schemas.events import check_sensor, submitted
from tests.schemas.names import check_metadata, check_names
from tests.schemas.scalars import check_scalars
from tests.schemas.structure import SCHEMAS, check_structure
from tests.schemas.templates import Spec
from tests.schemas.walk import Document

API_VERSION = "argoproj.io/v1alpha1"
_SUPPLIED = re.compile(r"spec\.arguments\.parameters\.(\d+)\.value")

Templates = dict[str, Document]


def validate_documents(content: bytes) -> list[str]:
    """Everything wrong with a stream of Argo documents; empty where all is right."""
    text = content.decode()
    try:
        documents = list(yaml.load_all(text, Loader=_Loader))
    except yaml.YAMLError as error:
        return [f"no YAML: {error}"]
    templates = {
        document["metadata"]["name"]: document
        for document in documents
        if document.get("kind") == "WorkflowTemplate" and "name" in document.get("metadata", {})
    }
    problems = list(check_scalars(text))
    for document in documents:
        problems += _check_document(document, templates)
    identities = [(doc.get("kind"), doc.get("metadata", {}).get("name")) for doc in documents]
    problems += [f"{one} stands twice" for one in set(identities) if identities.count(one) > 1]
    return problems


def _check_document(document: Document, templates: Templates) -> list[str]:
    kind = document.get("kind", "")
    name = document.get("metadata", {}).get("name", "")
    where = f"{kind}/{name}"
    if kind not in SCHEMAS:
        return [f"{where}: a kind that flowc has no business to emit"]
    if document.get("apiVersion") != API_VERSION:
        return [f"{where}: apiVersion must be {API_VERSION}"]
    problems = list(check_structure(document, where))
    if problems:
        # The other checks take the shape of the document for granted.
        return problems
    problems += check_metadata(document, where)
    problems += check_names(document["spec"], f"{where}.spec")
    return problems + list(_check_spec(document, f"{where}.spec", templates))


def _check_spec(document: Document, where: str, templates: Templates) -> Iterator[str]:
    spec = document["spec"]
    if document["kind"] == "Sensor":
        yield from check_sensor(spec, where)
        for name, workflow, filled in submitted(spec):
            place = f"{where}.triggers.{name}"
            yield from check_structure(workflow, place)
            yield from _check_workflow(workflow["spec"], place, templates, filled)
    elif document["kind"] == "CronWorkflow":
        yield from _check_workflow(spec["workflowSpec"], f"{where}.workflowSpec", templates)
    else:
        yield from _check_workflow(spec, where, templates)


def _check_workflow(
    spec: Document,
    where: str,
    templates: Templates,
    filled: frozenset[str] = frozenset(),
) -> Iterator[str]:
    if "workflowTemplateRef" not in spec:
        yield from Spec(spec, where).check()
        return
    name = spec["workflowTemplateRef"]["name"]
    if name not in templates:
        yield f"{where}: there is no workflow template `{name}`"
        return
    arguments = spec.get("arguments", {}).get("parameters", [])
    positions = [int(match[1]) for at in filled if (match := _SUPPLIED.fullmatch(at))]
    if any(position >= len(arguments) for position in positions):
        yield f"{where}: a trigger sets a parameter that is not in the list"
    given = {argument["name"] for argument in arguments if "value" in argument}
    given |= {arguments[at]["name"] for at in positions if at < len(arguments)}
    declared = templates[name]["spec"].get("arguments", {}).get("parameters", [])
    for parameter in declared:
        if "value" not in parameter and parameter["name"] not in given:
            yield f"{where}: nothing gives the parameter `{parameter['name']}` of `{name}`"
    for argument in arguments:
        if argument["name"] not in {parameter["name"] for parameter in declared}:
            yield f"{where}: `{name}` has no parameter `{argument['name']}`"


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice in one mapping, as kubectl does."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key `{twice[0]}` stands twice", node.start_mark
            )
        return super().construct_mapping(node, deep)
