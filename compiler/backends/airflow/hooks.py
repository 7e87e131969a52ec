"""`@exit_hook`: functions of the user's that run when a run is over.

Each hook is a teardown, whose state Airflow leaves out when it says how a run ended. A teardown
runs once all tasks before it are over, unless the setup that it belongs to has not succeeded. So
there are two tasks behind the end step that serve as setups, and take no worker: one succeeds where
the end step did, the other where it did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.names import Names
from compiler.backends.airflow.python import Call, Code
from compiler.backends.airflow.statements import Assign, Order, Statement
from compiler.ir.flow import Flow

EMPTY_OPERATOR = Import("airflow.providers.standard.operators.empty", "EmptyOperator")
"""What a flow with hooks imports."""
SUCCEEDED, FAILED = "success", "failed"
"""Airflow's own words for how a run ends (`DagRunState`)."""

_OUTSIDE = re.compile(r"\W+", re.ASCII)


class HookOperators(Protocol):
    """Makes the operators that call hooks."""

    def hook(self, function: str, image: str | None, status: str) -> Call:
        """The operator but for its id; `status` is how the run ended, in Airflow's word."""


def hooks(
    flow: Flow,
    operators: HookOperators,
    names: Names,
    end: str,
    before: tuple[str, ...],
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
        setup = setups[status] = names.claim(wanted)
        rule = (("trigger_rule", "all_failed"),) if status == FAILED else ()
        yield Assign(setup, Call("EmptyOperator", (), (("task_id", setup), *rule)))
        yield Order((end,), setup)
    for hook in flow.exit_hooks:
        called = [(function, "success", SUCCEEDED) for function in hook.on_success]
        called += [(function, "error", FAILED) for function in hook.on_error]
        for function, occasion, status in called:
            name = names.claim(f"on_{occasion}_{_OUTSIDE.sub('_', function)}")
            call = operators.hook(function, hook.image, status)
            call = replace(call, kwargs=(("task_id", name), *call.kwargs))
            after = (("setups", Code(setups[status])),)
            yield Assign(name, Call("as_teardown", (), after, on=call))
            yield Order(tuple(dict.fromkeys((*before, end))), name)
