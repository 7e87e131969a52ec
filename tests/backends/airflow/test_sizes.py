from __future__ import annotations

from compiler.backends.airflow.sizes import size_problems
from tests.backends.flows import LINE, make_flow

FLOW = make_flow(LINE)


def test_a_dag_of_a_usual_size_has_no_problem() -> None:
    assert list(size_problems(FLOW, 2)) == []
    assert list(size_problems(FLOW, 9_999)) == []


def test_a_dag_that_airflow_may_give_up_reading() -> None:
    (found,) = size_problems(FLOW, 10_000)
    assert (found.code, found.span) == ("FC756", FLOW.span)
    assert "the DAG has 10,000 tasks, which takes Airflow 10 seconds" in found.message
