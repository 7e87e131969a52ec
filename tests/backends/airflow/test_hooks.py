from __future__ import annotations

from collections.abc import Mapping

from compiler.backends.airflow.hooks import hooks
from compiler.backends.airflow.names import OF_THE_FILE, Names
from compiler.backends.airflow.python import Expression, printed
from compiler.backends.airflow.statements import Assign, Order
from compiler.ir.trigger import ExitHook
from tests.backends.flows import SPAN, make_flow

GRAPH = {"start": ("linear", "end"), "end": ("end",)}
END = "end"


class Pods:
    """Those of images alone."""

    def of_hook(self, image: str | None) -> Mapping[str, Expression]:
        return {"image": image} if image else {}


def lines(*of: ExitHook, before: tuple[str, ...] = (), taken: tuple[str, ...] = ()) -> list[str]:
    """The statements, each in one line."""
    flow = make_flow(GRAPH, exit_hooks=of)
    made = []
    for one in hooks(flow, Pods(), Names(OF_THE_FILE), Names(taken), END, before):
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
        'on_success_tell = KubernetesPodOperator(task_id="on_success_tell", '
        'arguments=["hook", "tell"], env_vars={**ENV, "FLOWC_RUN_STATUS": "success"}, '
        'image="hooks:1", **POD).as_teardown(setups=run_succeeded)'
    )
    assert made[6] == (
        'on_error_mourn = KubernetesPodOperator(task_id="on_error_mourn", '
        'arguments=["hook", "mourn"], env_vars={**ENV, "FLOWC_RUN_STATUS": "failed"}, '
        'image="hooks:1", **POD).as_teardown(setups=run_failed)'
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
    assert any('arguments=["hook", "of.module.tell"]' in line for line in made)


def test_a_step_may_have_the_name_of_a_hooks_task() -> None:
    made = lines(hook("tell"), taken=("run_succeeded", "on_success_tell"))
    assert made[0] == 'run_succeeded_2 = EmptyOperator(task_id="run_succeeded_2")'
    assert 'task_id="on_success_tell_2"' in made[2]
