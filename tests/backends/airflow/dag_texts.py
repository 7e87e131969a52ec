"""DAG files with only some of their parts, and what ruff says of files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from compiler.backends.airflow.file import DagFile
from compiler.backends.airflow.imports import DAG, TASK_GROUP, imports_text
from compiler.backends.airflow.planners import ARGUMENTS, READERS, Planner, planner_imports
from compiler.backends.airflow.python import Call
from compiler.backends.airflow.statements import Assign, Group, Statement

RUNS = Call("ObjectStoragePath", ("file:///store/F/runs",))
_RUFF = Path(sys.executable).with_name("ruff")


def task(name: str) -> Assign:
    """A task whose call is short."""
    return Assign(name, Call("T", (name,)))


def file(
    *statements: Statement,
    planners: Iterable[Planner] = (),
    runs: Call = RUNS,
    docstring: str = "Title.\n\nMore.\n",
    functions: tuple[str, ...] = (),
) -> str:
    """The text of a file that has what its planners and statements need, and no more."""
    own = frozenset(planners)
    grouped = [TASK_GROUP] if any(isinstance(one, Group) for one in statements) else []
    return DagFile(
        docstring=docstring,
        imports=imports_text([DAG, *grouped, *planner_imports(own)]),
        constants={"RUN": "run", **({"PLANNER": ARGUMENTS} if own else {})},
        runs=runs if own & READERS else None,
        planners=own,
        functions=functions,
        dag=Call("DAG", kwargs=(("dag_id", "F"), ("schedule", None))),
        statements=statements,
    ).text


def unlike_ruff(folder: Path) -> str:
    """What `ruff format` would change in the files of a folder, with no settings of anybody's."""
    return _ruff("format", "--check", "--diff", folder)


def found_by_ruff(folder: Path) -> str:
    """What ruff finds in them: also names that nobody defines, and imports that nobody uses."""
    return _ruff("check", "--preview", "--select", "AIR,E4,E7,E9,F,I", folder)


def _ruff(*arguments: str | Path) -> str:
    command = [_RUFF, *arguments, "--isolated", "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr
