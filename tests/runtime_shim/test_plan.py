"""The plan survives its file, and an edge finds the next task."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime_shim.contract import CONTRACT_VERSION, FALLBACK_ATTEMPTS
from runtime_shim.plan import Case, Edge, Plan, PlanConfig, PlanStep, read_plan

FULL_STEP = PlanStep(
    name="train",
    kind="switch",
    edges={"join": Edge(keep=2, bump=True, item=True, enter=1, slot="#"), "again": Edge()},
    items="rows",
    condition="mode",
    cases=(Case("fast", "join"), Case(True, "again"), Case(3, "again"), Case(0.5, "join")),
    split="start",
    branches=("a", "b"),
    gang=True,
    retries=3,
    wait_seconds=120,
    catch=True,
    reads=("rows", "a.loss"),
    environment={"OMP_NUM_THREADS": "1"},
    cpu_millis=500,
    memory_bytes=1 << 30,
    gpu=1,
)
FULL = Plan(
    flow="Flow",
    file="flows/train.py",
    start="start",
    end="end",
    steps={"train": FULL_STEP, "start": PlanStep("start", "linear", {"train": Edge()})},
    configs={
        "settings": PlanConfig("settings", {"größe": [1, {"a": None}]}, plain=True),
        "text": PlanConfig("text_of", "a: 1", "helpers.parse"),
    },
    on_success=("celebrate",),
    on_error=("mourn", "report"),
)
PLAIN = Plan("Flow", "flow.py", "start", "end", {"end": PlanStep("end", "end")})


@pytest.mark.parametrize(
    "record", [FULL, FULL_STEP, FULL_STEP.edges["join"], FULL.configs["text"]], ids=type
)
def test_the_full_one_has_every_field(record: Any) -> None:
    for field in fields(record):
        if field.name in ("contract", "plain"):
            continue
        default = field.default_factory() if callable(field.default_factory) else field.default
        if default is not MISSING:
            assert getattr(record, field.name) != default, field.name


@pytest.mark.parametrize("plan", [FULL, PLAIN])
def test_a_plan_is_read_as_it_was_written(plan: Plan) -> None:
    found = read_plan(plan.to_json())
    assert found == plan
    assert read_plan(plan.to_json().encode()) == plan
    assert found.to_json() == plan.to_json()


def test_the_order_of_steps_and_ways_is_kept() -> None:
    found = read_plan(FULL.to_json())
    assert list(found.steps) == ["train", "start"]
    assert list(found.steps["train"].edges) == ["join", "again"]


def test_the_values_of_cases_keep_their_types() -> None:
    cases = read_plan(FULL.to_json()).steps["train"].cases
    assert [type(case.value) for case in cases] == [str, bool, int, float]


def test_defaults_are_left_out() -> None:
    table = json.loads(PLAIN.to_json())
    assert table["steps"] == {"end": {"name": "end", "kind": "end"}}
    assert "configs" not in table
    assert table["contract"] == CONTRACT_VERSION


def test_a_plan_of_another_contract_is_refused() -> None:
    table = {**json.loads(PLAIN.to_json()), "contract": 99}
    with pytest.raises(ValueError, match="the plan is of contract 99"):
        read_plan(json.dumps(table))


def test_the_attempts_of_a_step() -> None:
    assert PlanStep("a", "linear").attempts == 1
    assert PlanStep("a", "linear", retries=2).attempts == 3
    assert PlanStep("a", "linear", retries=2, catch=True).attempts == 3 + FALLBACK_ATTEMPTS
    assert PlanStep("a", "linear", split="b").is_join
    assert not PlanStep("a", "linear").is_join


@pytest.mark.parametrize(
    ("edge", "path", "index", "following"),
    [
        (Edge(), "", None, ""),
        (Edge(), "3.1", None, ""),
        (Edge(keep=1), "3", None, "3"),
        (Edge(keep=1), "3.12", None, "3"),
        (Edge(keep=0, item=True), "", 12, "12"),
        (Edge(keep=2, item=True), "3.1", 0, "3.1.0"),
        (Edge(keep=1, enter=1), "3", None, "3.0"),
        (Edge(keep=0, enter=2), "", None, "0.0"),
        (Edge(keep=0, item=True, enter=1), "", 7, "7.0"),
        (Edge(keep=1, bump=True), "9", None, "10"),
        (Edge(keep=2, bump=True), "3.0.5", None, "3.1"),
        (Edge(keep=1, bump=True, enter=1), "3.8", None, "4.0"),
    ],
)
def test_the_path_of_the_next_task(
    edge: Edge, path: str, index: int | None, following: str
) -> None:
    assert edge.path(path, index) == following


def test_the_way_into_a_foreach_needs_an_index() -> None:
    with pytest.raises(ValueError, match="needs the index"):
        Edge(item=True).path("")


PATHS = st.lists(st.integers(0, 99), max_size=4).map(lambda path: ".".join(map(str, path)))


@given(PATHS, st.integers(0, 99))
def test_the_way_into_a_foreach_and_out_of_it(path: str, index: int) -> None:
    depth = len(path.split(".")) if path else 0
    inside = Edge(keep=depth, item=True).path(path, index)
    out = Edge(keep=depth, slot="#")
    assert out.path(inside) == path
    assert out.slot_of(inside) == str(index)


def test_the_slot_of_an_arrival() -> None:
    assert Edge(keep=1).slot_of("3.1") == "-"
    assert Edge(keep=1, slot="train").slot_of("3.1") == "train"
    assert Edge(keep=0, slot="#").slot_of("12") == "12"


def test_text_that_is_no_utf_8_survives() -> None:
    end = PlanStep("end", "end", environment={"A": "é", "D": "\ud800"})
    plan = Plan("Flow", "flow.py", "start", "end", {"end": end})
    assert read_plan(plan.to_json().encode()) == plan
    assert "é" in Plan("Flow", "é.py", "start", "end", {}).to_json()
