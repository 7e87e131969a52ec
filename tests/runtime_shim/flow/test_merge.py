from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from runtime_shim.exceptions import (
    MetaflowException,
    MissingInMergeArtifactsException,
    UnhandledInMergeArtifactsException,
)
from tests.runtime_shim.task.objects import flow_in


def inputs_in(folder: Path) -> list[Any]:
    return [
        flow_in(folder, "left", same=1, other=2, only_left="l"),
        flow_in(folder, "right", same=1, other=3, only_right="r"),
    ]


def test_what_the_inputs_agree_on_is_there(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "join")
    flow.other = "own"
    flow.merge_artifacts(inputs_in(tmp_path))
    assert (flow.same, flow.only_left, flow.only_right, flow.other) == (1, "l", "r", "own")


def test_nothing_is_loaded(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "join")
    inputs = inputs_in(tmp_path)
    flow.merge_artifacts(inputs, exclude=["other"])
    assert "same" not in vars(flow)
    assert "same" not in vars(inputs[0])


def test_conflicts_are_told_all_at_once_and_nothing_is_merged(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "join")
    inputs = [*inputs_in(tmp_path), flow_in(tmp_path, "left", same=5, other=6)]
    with pytest.raises(UnhandledInMergeArtifactsException, match="other, same") as caught:
        flow.merge_artifacts(inputs)
    assert caught.value.artifact_names == ["other", "same"]
    assert not hasattr(flow, "only_left")


def test_only_what_is_included(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "join")
    flow.merge_artifacts(inputs_in(tmp_path), include=["same", "only_left"])
    assert (flow.same, flow.only_left) == (1, "l")
    assert not hasattr(flow, "only_right")


def test_an_included_conflict(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "join")
    with pytest.raises(UnhandledInMergeArtifactsException) as caught:
        flow.merge_artifacts(inputs_in(tmp_path), include=["other"])
    assert caught.value.artifact_names == ["other"]


def test_what_no_input_has_cannot_be_included(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "join")
    flow.mine = 1
    with pytest.raises(MissingInMergeArtifactsException, match="absent") as caught:
        flow.merge_artifacts(inputs_in(tmp_path), include=["same", "absent", "mine"])
    assert caught.value.artifact_names == ["absent"]
    assert not hasattr(flow, "same")


def test_merging_twice(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "join")
    inputs = inputs_in(tmp_path)
    flow.merge_artifacts(inputs, include=["same"])
    flow.merge_artifacts(inputs, exclude=["other"])
    assert (flow.same, flow.only_left, flow.only_right) == (1, "l", "r")


def test_outside_of_a_join(tmp_path: Path) -> None:
    with pytest.raises(MetaflowException, match="only be called in a join"):
        flow_in(tmp_path, "left").merge_artifacts(inputs_in(tmp_path))


def test_include_and_exclude_together(tmp_path: Path) -> None:
    with pytest.raises(MetaflowException, match="not both"):
        flow_in(tmp_path, "join").merge_artifacts([], exclude=["a"], include=["b"])


def test_something_else_than_inputs(tmp_path: Path) -> None:
    with pytest.raises(MetaflowException, match="takes the `inputs`"):
        flow_in(tmp_path, "join").merge_artifacts([object.__new__(type("X", (), {}))])
