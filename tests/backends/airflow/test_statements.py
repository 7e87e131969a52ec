from __future__ import annotations

from compiler.backends.airflow.python import Call
from compiler.backends.airflow.statements import Assign, Group, Order, task_count

RUN = Call("run")


def test_the_tasks_of_groups_are_counted_and_not_what_calls_them() -> None:
    inner = Group("cells", "path", (Assign("cell", RUN),))
    outer = Group(
        "rows", "path", (Assign("row", RUN), inner, Assign("", RUN), Order(("row",), "c"))
    )
    statements = (Assign("start", RUN), outer, Assign("mapped", RUN), Assign("end", RUN))
    assert task_count(statements) == len(("start", "end", "row", "cell"))
