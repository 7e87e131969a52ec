from __future__ import annotations

import ast
from itertools import combinations
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from compiler.backends.airflow.batch import JOB_FUNCTION
from compiler.backends.airflow.planners import READERS, Planner
from compiler.backends.airflow.python import Call, Code
from compiler.backends.airflow.statements import Assign, Group, Order, Statement
from tests.backends.airflow.dag_texts import file, found_by_ruff, task, unlike_ruff

PLANNERS = [
    frozenset(some) for count in range(len(Planner) + 1) for some in combinations(Planner, count)
]


def body(*statements: Statement) -> list[str]:
    """The lines in the block of the DAG, without its margin."""
    lines = file(*statements).partition('with DAG(dag_id="F", schedule=None):\n')[2].splitlines()
    assert all(line.startswith("    ") for line in lines if line)
    return [line[4:] for line in lines]


# --- the docstring --------------------------------------------------------------------


@given(st.one_of(st.text(), st.text(st.sampled_from("ab'\"\\ é\n\r\t{}@%#"))))
@example('"""')
@example('ends with "')
@example("ends with \\")
@example("\\N{BULLET} \\x")
@example("lone \ud800, \0 and \u202e")
@example("{@ docstring @} {% for %} {{ ds }}")
def test_the_docstring_is_what_it_was(text: str) -> None:
    tree = ast.parse(file(task("a"), docstring=f"{text}\n"))
    assert ast.get_docstring(tree, clean=False) == f"{text}\n"


def test_the_docstring_is_readable() -> None:
    text = file(task("a"), docstring='Größe of "a" \\ b\n\nMore.\n')
    assert text.startswith('"""Größe of "a" \\\\ b\n\nMore.\n"""\n\ntry:\n')


# --- statements -----------------------------------------------------------------------


def test_a_task_is_a_paragraph_with_what_comes_before_it() -> None:
    assert body(
        task("a"),
        task("b"),
        Order(("a",), "b"),
        task("c"),
        Order(("a", "b"), "c"),
        Order(("a",), "c"),
    ) == [
        'a = T("a")',
        "",
        'b = T("b")',
        "a >> b",
        "",
        'c = T("c")',
        "[a, b] >> c",
        "a >> c",
    ]


def test_a_group_is_a_function_whose_tasks_have_only_names_that_are_used() -> None:
    alone = Group("a_group", "path", (Assign("a", Call("T", (Code("path"),))),))
    several = Group("b_group", "path", (task("b"), task("c"), Order(("b",), "c"), task("d")))
    made = Assign("as_", Call("a_group.expand", kwargs=(("path", Code("x")),)))
    assert body(task("x"), alone, made, several) == [
        'x = T("x")',
        "",
        "@task_group",
        "def a_group(path):",
        "    T(path)",
        "",
        "as_ = a_group.expand(path=x)",
        "",
        "@task_group",
        "def b_group(path):",
        '    b = T("b")',
        "",
        '    c = T("c")',
        "    b >> c",
        "",
        '    T("d")',
    ]


def test_many_before_one_are_packed_into_lines() -> None:
    names = tuple(f"task_{number:02}" for number in range(20))
    lines = body(*map(task, names), task("z"), Order(names, "z"))
    orders = [line for line in lines if ">>" in line]
    # Each line takes as many as fit into it.
    assert [line.count("task_") for line in orders] == [8, 8, 4]
    assert all(len(f"    {line}") <= 88 for line in orders)
    assert [name for line in orders for name in line[1:].partition("]")[0].split(", ")] == [*names]


def test_names_of_every_length_are_laid_out_as_ruff_would(tmp_path: Path) -> None:
    statements: list[Statement] = [task("start")]
    for length in range(10, 121):
        # A letter may take two columns.
        for letter in ("x", "歩"):
            first, last, group = (f"{it}{length}_".ljust(length, letter) for it in "abc")
            tasks = (task(first), task(last), Order((first,), last))
            statements += [Group(group, "path", tasks), *tasks]
    names = tuple(one.name for one in statements if isinstance(one, Assign))
    statements.append(Order(names, names[-1]))
    statements.append(Order(names[:2], names[-1]))
    (tmp_path / "dag.py").write_text(file(*statements))
    assert not unlike_ruff(tmp_path)


# --- the functions of the file --------------------------------------------------------


def test_only_what_is_needed_is_defined() -> None:
    def defined(*planners: Planner) -> set[str]:
        tree = ast.parse(file(task("a"), planners=planners))
        return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}

    assert defined() == {"step"}
    for planner in Planner:
        reading = {"read_results"} if planner in READERS else set()
        assert defined(planner) == {"step", planner.value} | reading


def test_every_combination_of_planners_is_a_file_with_all_its_names(tmp_path: Path) -> None:
    for number, some in enumerate(PLANNERS):
        text = file(Assign("", Call("step", ("a",))), planners=some, functions=(JOB_FUNCTION,))
        (tmp_path / f"dag{number}.py").write_text(text)
    assert not unlike_ruff(tmp_path)
    assert not found_by_ruff(tmp_path)


def test_long_places_are_laid_out_as_ruff_would(tmp_path: Path) -> None:
    for length in range(20, 100):
        runs = Call("ObjectStoragePath", ("x" * length,), (("conn_id", "of_lake"),))
        text = file(task("a"), planners=[Planner.ONLY], runs=runs)
        (tmp_path / f"dag{length}.py").write_text(text)
    assert not unlike_ruff(tmp_path)
