from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from jinja2 import Environment

from compiler.backends.airflow.identity import MAX_DAG_ID, MAX_TAG, identify
from compiler.backends.airflow.python import Code
from compiler.ir.trigger import Project
from compiler.settings import AirflowSettings, Settings
from runtime_shim import contract
from tests.backends.flows import SPAN, make_flow

GRAPH = {"start": ("linear", "end"), "end": ("end",)}
FLOW = make_flow(GRAPH, name="TrainFlow")
RUN_IDS = (
    "manual__2026-03-01T06:00:00+00:00",
    "manual__2026-03-01T06:00:00.123456+00:00",
    "manual__2026-03-01T06:00:00.123456+00:00_aZ3kQ0xv",
    "scheduled__2026-03-01T06:00:00+00:00",
    "asset_triggered__2026-03-01T06:00:00.5+00:00_aZ3kQ0xv",
    "dataset_triggered__2026-03-01T06:00:00.5+00:00",
    "backfill__2026-03-01T06:00:00+00:00",
    # Somebody's own. Airflow takes `[A-Za-z0-9_.~:+-]`, or what an installation says.
    "nightly",
    ".",
    ".2E",
    "%2E",
    "a~b:c+d-e_f.g",
    "a/b c'd\"e{{f}}",
    "größe",
)


@pytest.mark.parametrize("run_id", RUN_IDS)
def test_a_run_id_of_airflow_is_one_of_the_contract_and_none_is_lost(run_id: str) -> None:
    run = Environment().from_string(identify(FLOW, Settings()).run).render(run_id=run_id)
    assert re.fullmatch("[A-Za-z0-9][A-Za-z0-9._-]*", run)
    assert unquote(run.removeprefix("airflow-").replace(".", "%")) == run_id


def test_the_environment_is_what_every_task_needs() -> None:
    settings = Settings(datastore="s3://bucket/flows")
    made = make_flow(GRAPH, name="TrainFlow", project=Project(name="shop", span=SPAN))
    env = dict(identify(made, settings, "0" * 64).env)
    assert env == {
        contract.ENV_FLOW: "flow.py:TrainFlow",
        contract.ENV_RUN: Code("RUN"),
        contract.ENV_DATASTORE: "s3://bucket/flows",
        contract.ENV_RESULTS: contract.RESULTS_IN_DATASTORE,
        contract.ENV_PROJECT: "shop/",
        contract.ENV_PACKAGE: "0" * 64,
    }
    assert contract.ENV_PROJECT not in dict(identify(FLOW, settings).env)
    installing = identify(FLOW, Settings(runtime="pip"))
    assert "--hash=sha256:" in str(dict(installing.env)[contract.ENV_RUNTIME])


def test_the_id_has_the_project_and_the_branch_unless_the_settings_name_one() -> None:
    made = make_flow(GRAPH, name="TrainFlow", project=Project(name="shop", span=SPAN))
    assert identify(made, Settings(branch="x")).dag_id == "shop.test.x.TrainFlow"
    assert identify(made, Settings(production=True)).dag_id == "shop.prod.TrainFlow"
    own = Settings(airflow=AirflowSettings(dag_id="train"))
    assert identify(made, own).dag_id == "train"


def test_an_id_that_airflow_would_not_take_becomes_another() -> None:
    long = identify(make_flow(GRAPH, name="F" * 300), Settings()).dag_id
    assert len(long) == MAX_DAG_ID
    assert long != identify(make_flow(GRAPH, name="F" * 301), Settings()).dag_id
    one, other = (identify(make_flow(GRAPH, name=name), Settings()) for name in ("Grüße", "Größe"))
    assert re.fullmatch(r"Gr-e-[0-9a-f]{8}", one.dag_id)
    assert one.dag_id != other.dag_id


def test_tags_are_the_project_and_those_of_the_settings() -> None:
    settings = Settings(airflow=AirflowSettings(tags=("ml", "project:shop")), branch="x" * 200)
    made = make_flow(GRAPH, project=Project(name="shop", span=SPAN))
    project, branch, own = identify(made, settings).tags
    assert (project, own) == ("project:shop", "ml")
    assert branch.startswith("project_branch:test.x")
    assert len(branch) == MAX_TAG


@pytest.mark.parametrize(
    ("doc", "description", "whole"),
    [
        ("", None, None),
        ("Trains.\n\nEvery day.", "Trains.", "Trains.\n\nEvery day."),
        ("See README.md", "See README.md", "See README.md\n"),
    ],
)
def test_the_docstring_is_never_taken_for_the_name_of_a_file(
    doc: str, description: str | None, whole: str | None
) -> None:
    identity = identify(make_flow(GRAPH, doc=doc), Settings())
    assert (identity.description, identity.doc) == (description, whole)
