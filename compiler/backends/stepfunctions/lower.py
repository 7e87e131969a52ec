"""From a checked flow to its documents."""

from __future__ import annotations

from itertools import chain

from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.backends.stepfunctions.documents import TEMPLATE_FILE, Documents
from compiler.backends.stepfunctions.identity import Identity, identify
from compiler.backends.stepfunctions.jobs import JobDefinitions
from compiler.backends.stepfunctions.kinds import step_kinds
from compiler.backends.stepfunctions.machine import state_machine
from compiler.backends.stepfunctions.overrides import override_problems
from compiler.backends.stepfunctions.rules import rules
from compiler.backends.stepfunctions.schedule import schedule
from compiler.backends.stepfunctions.sizes import size_problems
from compiler.backends.stepfunctions.template import template
from compiler.diagnostics.report import Report
from compiler.settings import Settings


def lower(program: Program, settings: Settings, report: Report) -> Bundle:
    """The bundle, with a report on what only the finished documents tell."""
    flow = program.flow
    identity = identify(flow, settings, program.package)
    documents = documents_of(program, settings, identity)
    sizes = size_problems(documents, flow, program.region)
    for found in chain(sizes, override_problems(documents, flow, settings, identity)):
        report.add(found)
    files = {**documents.files, TEMPLATE_FILE: template(documents, program, settings, identity)}
    return Bundle(
        "stepfunctions",
        flow.name,
        flow.file,
        {f"{documents.name}/{name}": content for name, content in files.items()},
    )


def documents_of(program: Program, settings: Settings, identity: Identity) -> Documents:
    """What the flow needs in AWS."""
    flow = program.flow
    kinds = step_kinds(flow, settings)
    jobs = JobDefinitions(program, settings, identity, kinds)
    return Documents(
        name=identity.name,
        machine=state_machine(program, settings, identity, jobs, kinds),
        jobs=jobs.definitions,
        schedule=schedule(flow.schedule, identity) if flow.schedule is not None else None,
        rules=tuple(rules(flow, settings, identity)),
    )
