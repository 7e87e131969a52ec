"""Each repair of the interpreter, by what it does with it and without."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.engines.stepfunctions.batch.job import RUNNING
from tests.engines.stepfunctions.bench import Bench, Execution
from tests.engines.stepfunctions.interpreter import Machine
from tests.engines.stepfunctions.machines import batch, distributed, documents, script, sequence
from tests.engines.stepfunctions.repairs.all_repairs import REPAIRS
from tests.engines.stepfunctions.repairs.distributed_map import DISTRIBUTED_MAP, EXCEEDED
from tests.engines.stepfunctions.repairs.failures import NAMES, WILDCARDS
from tests.engines.stepfunctions.repairs.intrinsics import INTRINSICS
from tests.engines.stepfunctions.repairs.item_reader import FAILED, ITEM_READER
from tests.engines.stepfunctions.repairs.parsing import PARSING
from tests.engines.stepfunctions.repairs.patches import Repair
from tests.engines.stepfunctions.repairs.paths import PATHS
from tests.engines.stepfunctions.repairs.printing import PRINTING
from tests.engines.stepfunctions.repairs.stops import STOPS
from tests.engines.stepfunctions.repairs.tasks import TASKS
from tests.engines.stepfunctions.repairs.waits import WAITS

pytestmark = pytest.mark.stepfunctions

PASS = {"Type": "Pass"}
BROKEN = {"Type": "Pass", "Parameters": {"missing.$": "$.missing"}}
"""`States.Runtime`."""
SLOW = {"Type": "Wait", "Seconds": 1}


def fail(error: str, cause: str = "because") -> dict[str, Any]:
    return {"Type": "Fail", "Error": error, "Cause": cause}


def parallel(*machines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"Type": "Parallel", "Branches": list(machines), **more}


def caught(*errors: str, then: str = "caught") -> dict[str, Any]:
    return {"Catch": [{"ErrorEquals": list(errors), "ResultPath": "$.error", "Next": then}]}


class Runs:
    """Runs a machine on a bench, with a list of two items in its bucket."""

    def __init__(self, bench: Bench, bucket: str) -> None:
        self.bench, self.bucket = bench, bucket
        bench.services.s3.put_object(Bucket=bucket, Key="two", Body=b'["0", "1"]')
        bench.services.s3.put_object(Bucket=bucket, Key="object", Body=b'{"0": 1}')

    def __call__(self, given: Any = None, /, **states: dict[str, Any]) -> Execution:
        machine = self.bench.create(documents(sequence(**states)))
        return self.bench.run(machine, given or {"run": "r"}, timeout=20)

    def map(self, machine: dict[str, Any], key: str = "two", **more: Any) -> dict[str, Any]:
        return distributed(machine, self.bucket, key, **more)


def an_index_in_a_path(runs: Runs) -> Any:
    given = {"items": [{"name": "first"}, {"name": "second"}]}
    return runs(given, only={**PASS, "Parameters": {"it.$": "$.items[1].name"}}).output


def text_in_a_call(runs: Runs) -> Any:
    written = r"States.Format('it\'s \{\} é \\ {}', $.run)"
    return runs(only={**PASS, "Parameters": {"text.$": written}}).output["text"]


def a_call_without_its_end(runs: Runs) -> Any:
    try:
        return runs(only={**PASS, "Parameters": {"text.$": "States.Format('it is', 'a, b)"}}).status
    except ValueError:
        return "refused"


def what_is_put_into_base64(runs: Runs) -> Any:
    written = "States.Base64Encode(States.JsonToString($))"
    made = runs({"run": "é"}, only={**PASS, "Parameters": {"text.$": written}}).output["text"]
    return base64.b64decode(made).decode()


def a_child_that_fails(runs: Runs) -> Any:
    execution = runs(split=runs.map(sequence(only=fail("Mine"))))
    return execution.status, execution.error


def one_failure_is_tolerated(runs: Runs) -> Any:
    choice = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.path", "StringEquals": "0", "Next": "bad"}],
        "Default": "good",
    }
    child = sequence(which=choice, bad=fail("Mine"), good=PASS)
    within = runs(split=runs.map(child, ToleratedFailurePercentage=50.0))
    beyond = runs(split=runs.map(child, ToleratedFailureCount=0))
    return within.status, beyond.status


def a_variable_of_a_parent(runs: Runs) -> Any:
    child = sequence(only={**PASS, "Parameters": {"seen.$": "$outer"}})
    before = {**PASS, "Assign": {"outer": 1}}
    return runs(before=before, split=runs.map(child)).status


def the_execution_of_a_child(runs: Runs) -> Any:
    child = sequence(only={**PASS, "Parameters": {"name.$": "$$.Execution.Name"}})
    split = runs.map(child)
    del split["ResultPath"]
    execution = runs(split=split)
    names = {one["name"] for one in execution.output}
    return len(names), execution.name in names


def an_object_that_is_missing(runs: Runs) -> Any:
    split = runs.map(sequence(only=PASS), "missing")
    return runs(split={**split, **caught(FAILED, then="after")}, after=PASS).error


def an_object_that_is_no_list(runs: Runs) -> Any:
    return runs(split=runs.map(sequence(only=PASS), "object")).error


def an_own_error_leaves_a_parallel(runs: Runs) -> Any:
    inner = sequence(split=runs.map(sequence(only=fail("Mine"))))
    return runs(both=parallel(inner, sequence(other=PASS))).error


def an_own_error_is_passed_on(runs: Runs) -> Any:
    again = {"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"}
    split = {**runs.map(sequence(only=fail("Mine"))), **caught("States.ALL", then="again")}
    return runs(split=split, again=again).error


def a_runtime_error_is_not_caught(runs: Runs) -> Any:
    inner = parallel(sequence(only=BROKEN), **caught("States.ALL", then="after"))
    return runs(inner=inner, after=PASS).error


def a_timeout_is_no_failed_task(runs: Runs) -> Any:
    inner = parallel(
        sequence(only=fail("States.Timeout")), **caught("States.TaskFailed", then="after")
    )
    return runs(inner=inner, after=PASS).error


def a_definition_after_a_bad_one(runs: Runs) -> Any:
    bad = {
        "QueryLanguage": "JSONata",
        "StartAt": "bad",
        "States": {"bad": {"Type": "Map", "End": True}},
    }
    with pytest.raises(ValueError, match="ItemProcessor"):
        Machine("bad", json.dumps(bad))
    return runs(only={**PASS, "InputPath": "$.run"}).output


def a_wait(runs: Runs) -> Any:
    return runs(slow=SLOW).details.waited


def an_execution_that_is_stopped(runs: Runs) -> Any:
    job = script("import time; time.sleep(30)")
    machine = runs.bench.create(documents(sequence(work=batch()), Work=job))
    running, details = runs.bench.start(machine)
    while not details.jobs or runs.bench.batch.jobs[details.jobs[0]].status != RUNNING:
        time.sleep(0.02)
    running.stop()
    outcome = running.wait(10)
    assert runs.bench.batch.wait(details.jobs[0], 10)
    return outcome and outcome.status


def what_a_state_prints(runs: Runs) -> Any:
    machine = runs.bench.create(documents(sequence(first=PASS, second=PASS)))
    return repr(machine._program)[:8]


def what_a_task_calls(runs: Runs) -> Any:
    return runs(work=batch(job="unknown")).error


CASES: dict[Callable[[Runs], Any], tuple[Repair, Any, Any]] = {
    an_index_in_a_path: (PATHS, {"it": "second"}, {"it": ["second"]}),
    text_in_a_call: (INTRINSICS, r"it's {} é \ r", r"it\\"),
    a_call_without_its_end: (INTRINSICS, "refused", "SUCCEEDED"),
    what_is_put_into_base64: (INTRINSICS, '{"run":"é"}', '{"run":"\\u00e9"}'),
    a_child_that_fails: (DISTRIBUTED_MAP, ("FAILED", EXCEEDED), ("SUCCEEDED", None)),
    one_failure_is_tolerated: (
        DISTRIBUTED_MAP,
        ("SUCCEEDED", "FAILED"),
        ("SUCCEEDED", "SUCCEEDED"),
    ),
    a_variable_of_a_parent: (DISTRIBUTED_MAP, "FAILED", "SUCCEEDED"),
    the_execution_of_a_child: (DISTRIBUTED_MAP, (2, False), (1, True)),
    an_object_that_is_missing: (ITEM_READER, None, "States.Runtime"),
    an_object_that_is_no_list: (ITEM_READER, FAILED, "States.Runtime"),
    an_own_error_leaves_a_parallel: (NAMES, EXCEEDED, "States.Runtime"),
    an_own_error_is_passed_on: (NAMES, EXCEEDED, "States.Runtime"),
    a_runtime_error_is_not_caught: (WILDCARDS, "States.Runtime", None),
    a_timeout_is_no_failed_task: (WILDCARDS, "States.Timeout", None),
    a_definition_after_a_bad_one: (PARSING, "r", {"run": "r"}),
    a_wait: (WAITS, [1], []),
    an_execution_that_is_stopped: (STOPS, "ABORTED", "FAILED"),
    what_a_state_prints: (PRINTING, "Program", "(Program"),
    what_a_task_calls: (TASKS, "Batch.ClientException", "States.Runtime"),
}
"""By what is done the repair that it takes, what comes of it, and what would without."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_it_makes_the_difference(
    make_bench: Callable[..., Bench], bucket: str, case: Callable[[Runs], Any]
) -> None:
    repair, expected, without = CASES[case]
    runs = Runs(make_bench(), bucket)
    assert case(runs) == expected
    with repair.undone():
        assert case(runs) == without


def test_each_repair_has_a_case() -> None:
    assert {repair.name for repair in REPAIRS} == {repair.name for repair, _, _ in CASES.values()}
