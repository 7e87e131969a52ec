from __future__ import annotations

from compiler.backends.airflow.hooks import hooks
from compiler.backends.airflow.names import OF_THE_FILE, Names
from compiler.backends.airflow.python import Call, printed
from compiler.backends.airflow.statements import Assign, Order
from compiler.ir.trigger import ExitHook
from tests.backends.flows import SPAN, make_flow

GRAPH = {"start": ("linear", "end"), "end": ("end",)}
END = "end"


class Operators:
    """Those of what they are asked for alone."""

    def hook(self, function: str, image: str | None, status: str) -> Call:
        return Call("Hook", (function, image, status), (("retries", 0),))


def lines(*of: ExitHook, before: tuple[str, ...] = (), taken: tuple[str, ...] = ()) -> list[str]:
    """The statements, each in one line."""
    flow = make_flow(GRAPH, exit_hooks=of)
    made = []
    for one in hooks(flow, Operators(), Names((*OF_THE_FILE, *taken)), END, before):
        if isinstance(one, Assign):
            made.append(f"{one.name} = {printed(one.call, column=-1000)}")
        elif isinstance(one, Order):
            made.append(f"{' + '.join(one.before)} >> {one.after}")
    return made


def hook(success: str = "", error: str = "", image: str | None = None) -> ExitHook:
    return ExitHook(
        on_success=tuple(success.split()), on_error=tuple(error.split()), image=image, span=SPAN
    )


def test_no_hooks_no_tasks() -> None:
    assert lines() == []


def test_hooks_are_teardowns_of_how_the_run_ended() -> None:
    made = lines(hook("tell", "mourn", "hooks:1"), before=("a", "b", "end"))
    assert [line for line in made if "as_teardown" not in line] == [
        'run_succeeded = EmptyOperator(task_id="run_succeeded")',
        "end >> run_succeeded",
        'run_failed = EmptyOperator(task_id="run_failed", trigger_rule="all_failed")',
        "end >> run_failed",
        "a + b + end >> on_success_tell",
        "a + b + end >> on_error_mourn",
    ]
    assert made[4] == (
        'on_success_tell = Hook("tell", "hooks:1", "success", task_id="on_success_tell", '
        "retries=0).as_teardown(setups=run_succeeded)"
    )
    assert made[6] == (
        'on_error_mourn = Hook("mourn", "hooks:1", "failed", task_id="on_error_mourn", '
        "retries=0).as_teardown(setups=run_failed)"
    )


def test_only_what_some_hook_is_for() -> None:
    success = lines(hook("tell"))
    assert not any("run_failed" in line for line in success)
    # Without the other the run would have succeeded whenever this one has.
    error = lines(hook(error="mourn"))
    assert error[0].startswith("run_succeeded = ")


def test_a_function_that_several_hooks_name_is_called_by_each() -> None:
    made = lines(hook("tell tell"), hook("tell"), hook(error="of.module.tell"))
    ids = [line.partition(" = ")[0] for line in made if "as_teardown" in line]
    assert ids == [
        "on_success_tell",
        "on_success_tell_2",
        "on_success_tell_3",
        "on_error_of_module_tell",
    ]
    assert any('Hook("of.module.tell", ' in line for line in made)


def test_a_step_may_have_the_name_of_a_hooks_task() -> None:
    made = lines(hook("tell"), taken=("run_succeeded", "on_success_tell"))
    assert made[0] == 'run_succeeded_2 = EmptyOperator(task_id="run_succeeded_2")'
    assert 'task_id="on_success_tell_2"' in made[2]
