"""The records of a run survive the store."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from runtime_shim.run_record import RunEnd, RunRecord, read_run_end, read_run_record

FULL = RunRecord(
    flow="Flow",
    run="17",
    created=1700000000.123456,
    user="ada",
    namespace="user:ada",
    tags=("größe:xl", "lone \udcff surrogate"),
    system_tags=("runtime:flowc",),
    origin="16",
    scheduler="argo",
    process=4711,
    host="here",
    parameters={"alpha": "3", "name": "\udcff"},
    file="flows/train.py",
    root="..",
    configs={"model": {"depth": 3}},
)
PLAIN = RunRecord("Flow", "17", 1.0, "ada", "user:ada")


def test_the_full_one_has_every_field() -> None:
    for field in fields(RunRecord):
        default = field.default_factory() if callable(field.default_factory) else field.default
        if default is not MISSING:
            assert getattr(FULL, field.name) != default, field.name


@pytest.mark.parametrize("record", [FULL, PLAIN])
def test_a_record_is_read_as_it_was_written(record: RunRecord) -> None:
    content = record.to_json()
    content.decode()
    assert read_run_record(content) == record


@pytest.mark.parametrize("status", ["succeeded", "failed", "interrupted"])
def test_an_end_is_read_as_it_was_written(status: str) -> None:
    for end in (RunEnd(status, 1700000000.25), RunEnd(status, 1700000000.25, "It was late.")):
        assert read_run_end(end.to_json()) == end
