"""The arguments of the DAG itself."""

from __future__ import annotations

from compiler.backends.airflow.attempts import DEFAULT_RETRIES
from compiler.backends.airflow.identity import Identity
from compiler.backends.airflow.imports import DAG
from compiler.backends.airflow.part import Kwargs
from compiler.backends.airflow.python import Call, Expression
from compiler.settings import Settings


def dag_call(identity: Identity, settings: Settings, schedule: Kwargs, parameters: Kwargs) -> Call:
    """The call that makes the DAG."""
    # What is said in one line is said by the description.
    doc = identity.doc if identity.doc != identity.description else None
    owner = {"owner": identity.owner} if identity.owner is not None else {}
    own: tuple[tuple[str, Expression], ...] = (
        ("dag_id", identity.dag_id),
        ("description", identity.description),
        ("doc_md", doc),
        *schedule,
        ("max_active_tasks", settings.airflow.max_active_tasks),
        ("default_args", {**owner, "retries": DEFAULT_RETRIES}),
        ("tags", list(identity.tags) or None),
        *parameters,
    )
    # Airflow's default of a schedule is none on Airflow 3 alone.
    given = tuple((name, value) for name, value in own if value is not None or name == "schedule")
    return Call(DAG.name, kwargs=given)
