"""From a checked flow to its file."""

from __future__ import annotations

from compiler.backends.argo.identity import identify
from compiler.backends.argo.models import Document
from compiler.backends.argo.placeholders import substitute
from compiler.backends.argo.schedule import cron_workflow
from compiler.backends.argo.sensor import sensor
from compiler.backends.argo.sizes import check_size, check_templates
from compiler.backends.argo.workflow import workflow_template
from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.backends.yaml_text import dump_all
from compiler.diagnostics.report import Report
from compiler.settings import Settings


def lower(program: Program, settings: Settings, report: Report) -> Bundle:
    """The bundle, with a report on documents that come near Kubernetes' limits."""
    flow = program.flow
    identity = identify(flow, settings, program.package)
    workflow = workflow_template(program, settings, identity, report)
    check_templates(workflow, flow.span, report)
    documents: list[Document] = [workflow]
    if flow.schedule is not None:
        documents.append(cron_workflow(flow.schedule, identity))
    if flow.triggers:
        documents.append(sensor(flow, settings, identity))
    documents = [substitute(document) for document in documents]
    for document in documents:
        check_size(document, flow.span, report)
    files = {f"{identity.name}.yaml": dump_all(documents)}
    return Bundle("argo", flow.name, flow.file, files)
