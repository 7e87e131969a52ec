"""What is the same for everything in a DAG file: its id, its run, the environment of its tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from compiler.backends.airflow.python import Code, Expression
from compiler.backends.short_names import digest, shortened
from compiler.compute.runtime import runtime_requirements
from compiler.ir.flow import Flow
from compiler.package.project import project_of
from compiler.settings import Settings
from runtime_shim import contract

MAX_DAG_ID = 250
"""The width of Airflow's columns (`ID_LEN` in `airflow.models.base`)."""
MAX_TAG = 100
"""`TAG_MAX_LEN` in `airflow.models.dag`."""

RUN = (
    "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E')"
    " | replace('/', '%2F') | replace('%', '.') }}"
)
"""The run as a template. What the run ids of the contract have no room for is percent-encoded, with
a dot for the percent sign, so that two runs of Airflow's are never one: `2026-03-01T06:00:00+00:00`
becomes `2026-03-01T06.3A00.3A00.2B00.3A00`. Its three dates (`ts_nodash` and others) would not do:
a run that somebody starts by hand may have none of them on Airflow 3."""

_OUTSIDE = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """The part of the file that is the same for everything in it; texts are the user's own."""

    dag_id: str
    run: str
    """A template, which the constant `RUN` holds."""
    env: tuple[tuple[str, Expression], ...]
    """Of every task."""
    tags: tuple[str, ...]
    owner: str | None
    description: str | None
    """The first line of the flow's docstring."""
    doc: str | None
    """All of it, in Markdown as far as its author wrote that."""


def identify(flow: Flow, settings: Settings, package: str | None = None) -> Identity:
    """The identity of a flow under the settings, whose tasks bring a code package."""
    project = project_of(flow, settings)
    parts = project.parts if project else ()
    doc = flow.doc.strip()
    return Identity(
        dag_id=settings.airflow.dag_id or dag_id((*parts, flow.name)),
        run=RUN,
        env=tuple(_env(flow, settings, package, project.text if project else None)),
        tags=tuple(dict.fromkeys((*_project_tags(parts), *settings.airflow.tags))),
        owner=settings.airflow.owner,
        description=doc.partition("\n")[0] or None,
        # Airflow takes a text that ends in `.md` for the name of a file.
        doc=f"{doc}\n" if doc.endswith(".md") else doc or None,
    )


def dag_id(parts: Iterable[str]) -> str:
    """The id of a DAG from identifiers: project, branch, flow.

    >>> dag_id(["shop", "test.x_1", "TrainFlow"]), dag_id(["Größe"])
    ('shop.test.x_1.TrainFlow', 'Gr-e-aedc3f80')
    """
    text = ".".join(parts)
    name = _OUTSIDE.sub("-", text).strip("-")
    if name != text:
        # Something was left out, so that another text might give the same id.
        name = f"{name or 'flow'}-{digest(text)}"
    return shortened(name, MAX_DAG_ID)


def _project_tags(parts: tuple[str, ...]) -> list[str]:
    """The project and its branch under the names that Metaflow's system tags have."""
    names = ("project", "project_branch")
    return [shortened(f"{name}:{part}", MAX_TAG) for name, part in zip(names, parts, strict=False)]


def _env(
    flow: Flow, settings: Settings, package: str | None, project: str | None
) -> list[tuple[str, Expression]]:
    env: list[tuple[str, Expression]] = [
        (contract.ENV_FLOW, f"{flow.file}:{flow.name}"),
        (contract.ENV_RUN, Code("RUN")),
        (contract.ENV_DATASTORE, settings.datastore_root),
        (contract.ENV_RESULTS, contract.RESULTS_IN_DATASTORE),
        (contract.ENV_PROJECT, project),
        (contract.ENV_PACKAGE, package),
        (contract.ENV_RUNTIME, runtime_requirements(settings)),
    ]
    return [(name, value) for name, value in env if value is not None]
