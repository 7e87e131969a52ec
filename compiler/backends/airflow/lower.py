"""From a checked flow to its DAG file."""

from __future__ import annotations

import json

from compiler.backends.airflow.dag import dag_call
from compiler.backends.airflow.file import DagFile
from compiler.backends.airflow.graph import Lowering
from compiler.backends.airflow.hooks import EMPTY_OPERATOR, hooks
from compiler.backends.airflow.identity import identify
from compiler.backends.airflow.imports import DAG, TASK_GROUP, imports_text
from compiler.backends.airflow.names import OF_THE_FILE, Names
from compiler.backends.airflow.operators import Operators
from compiler.backends.airflow.parameters import parameters
from compiler.backends.airflow.planners import ARGUMENTS, READERS, planner_imports
from compiler.backends.airflow.reading import runs_path
from compiler.backends.airflow.schedule import schedule
from compiler.backends.airflow.sensors import sensor_imports, sensors
from compiler.backends.airflow.sizes import size_problems
from compiler.backends.airflow.statements import Group, Statement, task_count
from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings

DEFINITIONS_FILE = "job-definitions.json"
"""Of the jobs of AWS Batch, for whoever deploys the DAG to register."""


def lower(program: Program, settings: Settings, report: Report) -> Bundle:
    """The bundle, with a report on what only the finished DAG tells."""
    flow = program.flow
    identity = identify(flow, settings, program.package)
    operators = Operators(program, settings, identity)
    names = Names((*OF_THE_FILE, *operators.constants))
    waits = sensors(flow, settings, names)
    lowering = Lowering(operators, names, settings.airflow.max_loop or 1)
    lowering.flow(program.region, tuple(wait.name for wait in waits))
    (end,) = lowering.tasks[flow.end]
    beside = (*(wait.name for wait in waits), *lowering.beside)
    statements: tuple[Statement, ...] = (
        *waits,
        *lowering.statements,
        *hooks(flow, operators, names, end, beside),
    )
    for found in size_problems(flow, task_count(statements)):
        report.add(found)
    given, when = parameters(flow, settings), schedule(flow, settings)
    planner = {"PLANNER": ARGUMENTS} if lowering.planners else {}
    reads = not READERS.isdisjoint(lowering.planners)
    file = DagFile(
        docstring=_docstring(flow, identity.description),
        imports=imports_text(
            [
                DAG,
                *operators.imports,
                *given.imports,
                *when.imports,
                *sensor_imports(flow),
                *planner_imports(lowering.planners),
                *([TASK_GROUP] if any(isinstance(one, Group) for one in statements) else ()),
                *([EMPTY_OPERATOR] if flow.exit_hooks else ()),
            ]
        ),
        constants={
            "RUN": identity.run,
            **planner,
            **operators.constants,
            **dict(given.constants),
        },
        runs=runs_path(flow.name, settings) if reads else None,
        planners=frozenset(lowering.planners),
        functions=(*operators.functions, *given.functions, *when.functions),
        dag=dag_call(identity, settings, when.dag, given.dag),
        statements=statements,
    )
    documents = {f"{identity.dag_id}.py": file.text.encode()}
    if operators.job_definitions:
        listed = json.dumps(list(operators.job_definitions.values()), indent=2)
        documents[f"{identity.dag_id}/{DEFINITIONS_FILE}"] = f"{listed}\n".encode()
    return Bundle("airflow", flow.name, flow.file, documents)


def _docstring(flow: Flow, description: str | None) -> str:
    """Each of its lines is one, whatever the texts are."""
    title = " ".join(f"{flow.name}: {description}".split()) if description else flow.name
    source = " ".join(flow.file.split())
    return f"{title}\n\nCompiled by flowc from {source}. Change the flow, not this file.\n"
