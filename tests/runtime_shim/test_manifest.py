"""A manifest survives the store."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runtime_shim.manifest import (
    Artifact,
    Blob,
    Failure,
    Frame,
    Manifest,
    Next,
    TaskId,
    read_manifest,
)

FULL = Manifest(
    flow="Flow",
    run="17",
    task=TaskId("train", "3.0"),
    attempt=2,
    started=1700000000.123456,
    finished=1700000001.5,
    artifacts={
        "model": Artifact(
            Blob("ab" * 32, 10), "pickle+zlib", "m.Net", 99, (Blob("cd" * 32, 70_000),)
        ),
        "größe": Artifact(Blob("ef" * 32, 5), "pickle", "builtins.int", 5),
    },
    next=Next(("a", "b"), 3),
    inputs=(TaskId("start", ""), TaskId("other", "1")),
    frames=(Frame(TaskId("start", ""), "items", 3, 4), Frame(TaskId("gang", "3"), None, 0, 2)),
    origin="16",
    caught=True,
    error=Failure("ValueError", "too “big”", "Traceback ...\n"),
    cards=("default", "report"),
    system={"python": "3.9.18", "host": "here"},
)
PLAIN = Manifest("Flow", "17", TaskId("end", ""), 0, 0.0, 0.0, {}, Next(()))


def test_the_full_one_has_every_field() -> None:
    optional = [field for field in fields(Manifest) if field.name != "contract"]
    for field in optional:
        default = field.default_factory() if callable(field.default_factory) else field.default
        if default is not MISSING:
            assert getattr(FULL, field.name) != default, field.name


@pytest.mark.parametrize("manifest", [FULL, PLAIN])
def test_a_manifest_is_read_as_it_was_written(manifest: Manifest) -> None:
    found = read_manifest(manifest.to_json())
    assert found == manifest
    assert found.to_json() == manifest.to_json()


def test_a_key_of_a_later_version_is_passed_over() -> None:
    table = json.loads(FULL.to_json())
    table["weather"] = "fair"
    assert read_manifest(json.dumps(table).encode()) == FULL


@given(st.text())
@example("lone \udcff surrogate")
def test_any_message_of_an_error_can_be_stored(message: str) -> None:
    """Even with lone surrogates, which the name of a file may bring into it."""
    manifest = replace(PLAIN, error=Failure("OSError", message, message))
    content = manifest.to_json()
    content.decode()
    assert read_manifest(content) == manifest
