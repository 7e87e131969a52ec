"""The operators of flows as files, with as much around them as they need to be evaluated."""

from __future__ import annotations

from dataclasses import replace

from compiler.backends.airflow.identity import identify
from compiler.backends.airflow.imports import imports_text
from compiler.backends.airflow.operators import Operators
from compiler.backends.airflow.python import assigned
from compiler.backends.airflow.scope import TOP
from compiler.backends.backend import Program
from compiler.ir.flow import Flow
from compiler.settings import Settings
from tests.backends.flows import regions

_GIVEN = 'RUN = "{{ run_id }}"\nPARAMETERS = "{{ ds }}"\n'
STEP = '''

def step(name, path="-"):
    """The arguments of the runtime."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    return ["step", name, "--path", path, *attempt, "--first", "0"]
'''
PACKAGE = "f" * 64


def program(flow: Flow, **environments: str) -> Program:
    """What is compiled; environments go by the name of the step."""
    return Program(flow, regions(flow), PACKAGE, environments)


def operators(flow: Flow, settings: Settings, **environments: str) -> Operators:
    """The operators of a flow."""
    made = program(flow, **environments)
    return Operators(made, settings, identify(flow, settings, PACKAGE))


def file_of(flow: Flow, settings: Settings, **environments: str) -> str:
    """A file with a list `TASKS` of the operators of all steps and hooks, in their order."""
    made = operators(flow, settings, **environments)
    text = (
        f'{imports_text(made.imports)}\n\nRUN = "{{{{ run_id }}}}"\nPARAMETERS = "{{{{ ds }}}}"\n'
    )
    text += "".join(f"{assigned(name, value)}\n" for name, value in made.constants.items())
    text += "\n".join((STEP, *made.functions))
    calls = [(step.name, made.of(step.name, TOP)) for step in flow.steps]
    for hook in flow.exit_hooks:
        calls += [(name, made.hook(name, hook.image, "success")) for name in hook.on_success]
    tasks = [
        replace(call, kwargs=(("task_id", f"task_{name}"), *call.kwargs)) for name, call in calls
    ]
    return f"{text}\n\n\n{assigned('TASKS', tasks)}\n"
