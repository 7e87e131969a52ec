"""A CloudFormation template with all that a flow needs in AWS, for those who deploy without flowc.

Each role is made here unless the settings name one, and may do no more than this flow takes.
"""

from __future__ import annotations

from collections.abc import Mapping

from compiler.backends.backend import Program
from compiler.backends.stepfunctions.documents import Documents
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.placeholders import used
from compiler.backends.stepfunctions.roles import MACHINE_ROLE, given_roles
from compiler.backends.stepfunctions.template.cluster import CLUSTER, access_entry
from compiler.backends.stepfunctions.template.functions import attribute, ref
from compiler.backends.stepfunctions.template.job_roles import (
    execution_statements,
    job_statements,
)
from compiler.backends.stepfunctions.template.jobs import job_definition
from compiler.backends.stepfunctions.template.machine import LIVE, MACHINE, machine_resources
from compiler.backends.stepfunctions.template.machine_role import (
    machine_statements,
    start_statements,
)
from compiler.backends.stepfunctions.template.parameters import parameters
from compiler.backends.stepfunctions.template.roles import role
from compiler.backends.stepfunctions.template.starts import start_resources
from compiler.backends.yaml_text import dump_all
from compiler.settings import Settings


def template(
    documents: Documents, program: Program, settings: Settings, identity: Identity
) -> bytes:
    """The template, as YAML."""
    parts = (documents.machine, documents.jobs, documents.schedule, documents.rules)
    wanted = {MACHINE_ROLE, *used(parts)}
    given = {name: arn for name, arn in given_roles(settings).items() if name in wanted}
    roles = _roles(documents, program, identity, wanted - given.keys())
    asked = parameters(wanted, settings)
    values: dict[str, object] = {
        **given,
        **{name: attribute(name, "Arn") for name in roles},
        **{name: ref(name) for name in (*asked, *documents.jobs)},
        MACHINE: ref(LIVE),
    }
    resources: dict[str, Payload] = {
        **{name: job_definition(request, values) for name, request in documents.jobs.items()},
        **machine_resources(documents, values[MACHINE_ROLE], values),
        **dict(start_resources(documents, values)),
        **roles,
    }
    if CLUSTER in asked and MACHINE_ROLE in roles:
        resources["ClusterAccess"] = access_entry(documents.machine, values[MACHINE_ROLE])
    described = "What starts a run: an alias, which leads to the newest version."
    whole: Payload = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{documents.name}: a flow on AWS Step Functions, compiled by flowc.",
        **({"Parameters": asked} if asked else {}),
        "Resources": resources,
        "Outputs": {MACHINE: {"Description": described, "Value": ref(LIVE)}},
    }
    return dump_all([whole])


def _roles(
    documents: Documents, program: Program, identity: Identity, wanted: set[str]
) -> Mapping[str, Payload]:
    """Those that nobody has given."""
    starting = start_statements(MACHINE, LIVE)
    all_roles = {
        MACHINE_ROLE: ("states", machine_statements(documents, identity)),
        "JobRole": ("ecs-tasks", job_statements(program.flow, identity)),
        "ExecutionRole": ("ecs-tasks", execution_statements(documents.jobs.values())),
        "SchedulerRole": ("scheduler", starting),
        "EventsRole": ("events", starting),
    }
    return {
        name: role(f"{service}.amazonaws.com", statements)
        for name, (service, statements) in all_roles.items()
        if name in wanted
    }
