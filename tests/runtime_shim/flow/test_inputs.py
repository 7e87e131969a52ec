from __future__ import annotations

import pytest

from runtime_shim.flow.inputs import Inputs
from runtime_shim.manifest import TaskId


def test_by_number_by_step_and_one_after_the_other() -> None:
    opened: list[int] = []

    def open_input(number: int) -> str:
        opened.append(number)
        return f"input {number}"

    inputs = Inputs([TaskId("left", ""), TaskId("right", "")], open_input)
    assert len(inputs) == 2
    assert opened == []
    assert inputs.right == "input 1"
    assert opened == [1]
    assert (inputs[0], inputs[-1], inputs[:1]) == ("input 0", "input 1", ["input 0"])
    assert list(inputs) == ["input 0", "input 1"]
    with pytest.raises(IndexError):
        inputs[2]
    with pytest.raises(AttributeError, match="no input of this join is a task of `middle`"):
        inputs.middle  # noqa: B018 - the access is the test
    assert not hasattr(inputs, "middle")


def test_the_last_task_of_a_step_stands_for_it() -> None:
    inputs = Inputs([TaskId("body", "0"), TaskId("body", "1")], lambda number: number)
    assert inputs.body == 1
