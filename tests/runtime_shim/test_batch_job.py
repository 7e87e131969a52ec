"""Containers of AWS Batch find out which task of a foreach or of a gang they are for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runtime_shim import contract
from runtime_shim.batch_job import task_of_container
from runtime_shim.errors import FlowcError
from runtime_shim.manifest import TaskId
from tests.runtime_shim.driver import Driver

FLOW = """
from flowc import FlowSpec, current, retry, step

class ArrayFlow(FlowSpec):
    @step
    def start(self):
        self.letters = ["a", "b"]
        self.next(self.letter, foreach="letters")

    @retry(times=2)
    @step
    def letter(self):
        if self.input == "b" and current.retry_count == 0:
            raise ValueError("not yet")
        self.made = self.input * 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.made = [one.made for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""

ARRAY = {contract.ENV_BATCH: "array", "AWS_BATCH_JOB_ATTEMPT": "1"}
GANG = {
    contract.ENV_BATCH: "gang",
    "AWS_BATCH_JOB_ATTEMPT": "2",
    "AWS_BATCH_JOB_NODE_INDEX": "3",
    "AWS_BATCH_JOB_NUM_NODES": "4",
    "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS": "10.1.2.3",
}


def test_an_array_job(tmp_path: Path) -> None:
    driver = Driver.of(tmp_path, FLOW)
    assert driver.attempt("start").status == 0, driver.output()

    def child(index: int, attempt: int) -> int:
        variables = {"AWS_BATCH_JOB_ARRAY_INDEX": str(index), "AWS_BATCH_JOB_ATTEMPT": str(attempt)}
        return driver.retry("letter", "", 0, **{**ARRAY, **variables}).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(child, (0, 1), (1, 1))) == [0, 1]
    assert child(1, 2) == 0, driver.output()
    assert driver.history.attempts(TaskId("letter", "0")) == [0]
    assert driver.history.attempts(TaskId("letter", "1")) == [1]
    assert driver.attempt("join").status == 0, driver.output()
    assert driver.values("join")["made"] == ["aa", "bb"]


def test_a_job_that_is_not_what_the_environment_says(tmp_path: Path) -> None:
    driver = Driver.of(tmp_path, FLOW)
    attempt = driver.retry("letter", "", 0, **{contract.ENV_BATCH: "gang"})
    assert attempt.status == 1
    assert attempt.stderr == (
        "the environment variable AWS_BATCH_JOB_NODE_INDEX, which AWS Batch sets, is not there or "
        "no number: FLOWC_BATCH is for its array and multi-node jobs alone.\n"
    )


def test_the_index_follows_the_path_of_the_split() -> None:
    variables = {**ARRAY, "AWS_BATCH_JOB_ARRAY_INDEX": "12"}
    assert task_of_container(dict(variables), "") == ("12", 0)
    assert task_of_container({**variables, "AWS_BATCH_JOB_ATTEMPT": "3"}, "4.0") == ("4.0.12", 2)


def test_a_single_item_is_a_plain_job() -> None:
    assert task_of_container(dict(ARRAY), "4") == ("4.0", 0)


def test_a_node_knows_the_others() -> None:
    variables = dict(GANG)
    assert task_of_container(variables, "4") == ("4.3", 1)
    assert variables[contract.ENV_GANG_SIZE] == "4"
    assert variables[contract.ENV_GANG_MAIN] == "10.1.2.3"


def test_the_main_node_is_told_no_address_and_finds_its_own() -> None:
    variables = {**GANG, "AWS_BATCH_JOB_NODE_INDEX": "0"}
    del variables["AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"]
    assert task_of_container(variables, "") == ("0", 1)
    numbers = variables[contract.ENV_GANG_MAIN].split(".")
    assert len(numbers) == 4
    assert all(0 <= int(number) < 256 for number in numbers)


def test_a_process_that_takes_over_finds_the_same() -> None:
    """That of a package environment has the same arguments, and the variables that were set."""
    variables = dict(GANG)
    first = task_of_container(variables, "4")
    assert task_of_container(variables, "4") == first


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({**ARRAY, contract.ENV_BATCH: "arrays"}, "FLOWC_BATCH is to be `array` or `gang`"),
        ({**ARRAY, "AWS_BATCH_JOB_ARRAY_INDEX": "x"}, "AWS_BATCH_JOB_ARRAY_INDEX"),
        ({contract.ENV_BATCH: "array"}, "AWS_BATCH_JOB_ATTEMPT"),
        ({k: v for k, v in GANG.items() if k != "AWS_BATCH_JOB_NUM_NODES"}, "NUM_NODES"),
    ],
)
def test_variables_that_are_not_batch_s(variables: dict[str, str], named: str) -> None:
    with pytest.raises(FlowcError, match=named):
        task_of_container(dict(variables), "")
