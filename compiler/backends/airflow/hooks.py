"""`@exit_hook`: functions of the user's that run when a run is over.

Each hook is a teardown, whose state Airflow leaves out when it says how a run ended. A teardown
runs once all tasks before it are over, unless the setup that it belongs to has not succeeded. So
there are two tasks behind the end step that serve as setups, and take no worker: one succeeds where
the end step did, the other where it did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.jinja_text import literal
from compiler.backends.airflow.names import Names
from compiler.backends.airflow.python import Call, Code, Expression, Spread
from compiler.backends.airflow.statements import Assign, Order, Statement
from compiler.ir.flow import Flow
from runtime_shim.contract import ENV_RUN_STATUS, hook_arguments

EMPTY_OPERATOR = Import("airflow.providers.standard.operators.empty", "EmptyOperator")
"""What a flow with hooks imports."""
SUCCEEDED, FAILED = "success", "failed"
"""Airflow's own words for how a run ends (`DagRunState`)."""

_OUTSIDE = re.compile(r"\W+", re.ASCII)


class HookPods(Protocol):
    """Says which pods call hooks."""

    def of_hook(self, image: str | None) -> Mapping[str, Expression]:
        """The arguments of the operator that are not in `POD`, but for the id of the task,
        `arguments` and `env_vars`."""


def hooks(
    flow: Flow, pods: HookPods, names: Names, ids: Names, end: str, before: tuple[str, ...]
) -> Iterator[Statement]:
    """The tasks of all hooks, for the end of the DAG; none without hooks.

    `end` is the variable of the end step's task. It counts as failed while tasks beside the one
    that failed still run: `before` are the variables of all that may be such tasks. Each hook runs
    by itself, so one that fails does not keep the others from running.
    """
    if not flow.exit_hooks:
        return
    # The first is always there: Airflow says how a run ended by its last tasks but for teardowns,
    # and the second would tell it the opposite.
    setups = {SUCCEEDED: "run_succeeded"}
    if any(hook.on_error for hook in flow.exit_hooks):
        setups[FAILED] = "run_failed"
    for status, wanted in setups.items():
        task_id = ids.claim(wanted)
        setups[status] = names.claim(task_id)
        rule = (("trigger_rule", "all_failed"),) if status == FAILED else ()
        yield Assign(setups[status], Call("EmptyOperator", (), (("task_id", task_id), *rule)))
        yield Order((end,), setups[status])
    for hook in flow.exit_hooks:
        called = [(function, "success", SUCCEEDED) for function in hook.on_success]
        called += [(function, "error", FAILED) for function in hook.on_error]
        for function, occasion, status in called:
            task_id = ids.claim(f"on_{occasion}_{_OUTSIDE.sub('_', function)}")
            name = names.claim(task_id)
            pod = _pod(function, status, pods.of_hook(hook.image), task_id)
            kwargs = (("setups", Code(setups[status])),)
            yield Assign(name, Call("as_teardown", (), kwargs, on=pod))
            yield Order(tuple(dict.fromkeys((*before, end))), name)


def _pod(function: str, status: str, pod: Mapping[str, Expression], task_id: str) -> Call:
    command, name = hook_arguments(function)
    kwargs: dict[str, Expression] = {
        "task_id": task_id,
        "arguments": [command, literal(name)],
        "env_vars": Spread("ENV", {ENV_RUN_STATUS: status}),
        **pod,
    }
    return Call("KubernetesPodOperator", (), tuple(kwargs.items()), unpack=("POD",))
