from __future__ import annotations

import pytest

from compiler.ir.trigger import ExitHook
from tests.backends.flows import LINE, SPAN, make_flow
from tests.backends.stepfunctions.documents import machine_of
from tests.backends.stepfunctions.run import Run

HOOKS = (
    ExitHook(on_success=("tell", "tidy"), on_error=("alarm",), span=SPAN),
    ExitHook(on_error=("alarm", "tidy"), image="registry.example.com/hooks:2", span=SPAN),
)


def run(*fails: str) -> Run:
    machine = machine_of(make_flow(LINE, exit_hooks=HOOKS))
    return Run(machine, lambda *_: "", lambda *_: 0, fails=lambda name, _: name in fails)


def test_hooks_run_after_a_success() -> None:
    done = run()
    assert done.error is None
    assert [name for name, _ in done.log] == ["start", "end", "tell", "tidy"]


def test_hooks_run_after_a_failure_and_do_not_hide_it() -> None:
    done = run("start")
    assert [name for name, _ in done.log] == ["start", "alarm", "alarm", "tidy"]
    assert done.error is not None
    assert (done.error.error, done.error.cause) == ("States.TaskFailed", "start ")


@pytest.mark.parametrize("step", ["start", None])
def test_a_hook_that_fails_changes_nothing(step: str | None) -> None:
    done = run(*filter(None, [step]), "tell", "alarm")
    assert (done.error is None) == (step is None)
    assert done.log[-1][0] == "tidy"


def test_hooks_know_how_the_run_ended() -> None:
    for fails, status in (((), "SUCCEEDED"), (("start",), "FAILED")):
        request = run(*fails).requests[-1]
        environment = {
            entry["Name"]: entry["Value"] for entry in request["ContainerOverrides"]["Environment"]
        }
        assert environment["FLOWC_RUN_STATUS"] == status
        assert environment["FLOWC_RUN"] == "sfn-run-1"
