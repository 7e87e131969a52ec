"""How large a document is once Kubernetes has stored it."""

from __future__ import annotations

import json

from compiler.backends.argo.fitting import MAX_TEMPLATES
from compiler.backends.argo.models import Document, Workflow
from compiler.diagnostics.catalogue.targets import (
    DocumentLarge,
    DocumentNearLimit,
    DocumentTooLarge,
    TooManyTemplates,
)
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span

ANNOTATIONS_LIMIT = 256 * 1024
"""Kubernetes' limit for all annotations of an object, where a plain `kubectl apply` keeps a
copy of the document (`TotalAnnotationSizeLimitB` in k8s.io/apimachinery)."""
RUN_LIMIT = 1024 * 1024
"""The controller's limit for a run, which has a copy of the document and the state of all
nodes, compressed (`MAX_WORKFLOW_SIZE` in `workflow/packer`), unless that is in a database."""
NEAR_LIMIT = RUN_LIMIT // 2
REQUEST_LIMIT = 1536 * 1024
"""etcd's largest request by default (`--max-request-bytes`)."""


def stored_bytes(document: Document) -> int:
    """Kubernetes stores custom resources as compact JSON, in UTF-8, as Go writes it.

    That has six bytes for each of `&`, `<` and `>`.
    """
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    return len(text.encode(errors="replace")) + 5 * sum(text.count(sign) for sign in "&<>")


def check_size(document: Document, span: Span, report: Report) -> None:
    """Reports a document that is, or soon will be, too large."""
    size = stored_bytes(document)
    kind, text = document["kind"], f"{size:,}"
    if size > REQUEST_LIMIT:
        report.add(DocumentTooLarge(span=span, kind=kind, size=text))
    elif size > NEAR_LIMIT:
        report.add(DocumentNearLimit(span=span, kind=kind, size=text))
    elif size > ANNOTATIONS_LIMIT:
        report.add(DocumentLarge(span=span, kind=kind, size=text))


def check_templates(workflow: Workflow, span: Span, report: Report) -> None:
    """Reports a workflow with more templates than Argo takes."""
    templates = workflow["spec"]["templates"]
    if len(templates) > MAX_TEMPLATES:
        dags = sum("dag" in template for template in templates)
        pods = len(templates) - dags
        report.add(TooManyTemplates(span=span, count=len(templates), pods=pods, dags=dags))
