"""The text of a DAG file: a template, all of whose values pass through one filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from compiler.backends.airflow.planners import Planner
from compiler.backends.airflow.python import MAX_COLUMNS, Call, Expression, assigned, printed
from compiler.backends.airflow.python_text import docstring, width
from compiler.backends.airflow.statements import Assign, Group, Order, Statement

if TYPE_CHECKING:
    from jinja2 import Template

_INDENT = 4


@dataclass(frozen=True)
class DagFile:
    """Everything that the file has."""

    docstring: str
    """It ends with a newline."""
    imports: str
    constants: Mapping[str, Expression]
    runs: Call | None
    """The folder in which the planners read; None where none of them does."""
    planners: frozenset[Planner]
    functions: tuple[str, ...]
    """Further definitions, each as its text."""
    dag: Call
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The whole file."""
        return _template().render(
            docstring=docstring(self.docstring),
            imports=self.imports,
            constants=self.constants.items(),
            reads=self.runs is not None,
            runs=self.runs,
            planners={planner.value for planner in self.planners},
            functions=self.functions,
            dag=self.dag,
            statements=list(_paragraphs(self.statements, _INDENT)),
        )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only this backend needs it

    environment = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0], ""),
        # The file itself has templates of Airflow's in it, in the usual braces.
        variable_start_string="{@",
        variable_end_string="@}",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
    )
    environment.filters["py"] = printed
    environment.filters["assigned"] = lambda value, name: assigned(name, value)
    return environment.get_template("dag.py.jinja")


def _paragraphs(statements: Iterable[Statement], indent: int) -> Iterator[str]:
    """Texts of statements; an empty line stands before each but those that go on with one."""
    first = True
    for statement in statements:
        text = "\n".join(_lines(statement, indent))
        yield text if first or isinstance(statement, Order) else f"\n{text}"
        first = False


def _lines(statement: Statement, indent: int) -> Iterator[str]:
    margin = " " * indent
    if isinstance(statement, Assign):
        name, call = statement.name, statement.call
        text = assigned(name, call, indent) if name else printed(call, indent, indent)
        yield f"{margin}{text}"
    elif isinstance(statement, Order):
        after = f" >> {statement.after}"
        for before in _packed(statement.before, MAX_COLUMNS - indent - width(after)):
            yield from _ordered(before, after, margin)
    elif isinstance(statement, Group):
        yield f"{margin}@task_group"
        yield from _head(statement, margin)
        yield from _paragraphs(_used(statement.body), indent + _INDENT)


def _ordered(before: str, after: str, margin: str) -> Iterator[str]:
    line = f"{margin}{before}{after}"
    if width(line) <= MAX_COLUMNS:
        yield line
    else:
        yield from (f"{margin}(", f"{margin}    {before}", f"{margin}   {after}", f"{margin})")


def _head(group: Group, margin: str) -> Iterator[str]:
    line = f"{margin}def {group.name}({group.parameter}):"
    if width(line) <= MAX_COLUMNS:
        yield line
    else:
        yield f"{margin}def {group.name}("
        yield f"{margin}    {group.parameter},"
        yield f"{margin}):"


def _used(body: Many[Statement]) -> Iterator[Statement]:
    """The statements, with no name for what nothing comes after: linters call that unused."""
    used = {name for one in body if isinstance(one, Order) for name in (*one.before, one.after)}
    for one in body:
        yield replace(one, name="") if isinstance(one, Assign) and one.name not in used else one


def _packed(names: Many[str], columns: int) -> Iterator[str]:
    """Single names, or lists of names that each fit into a line."""
    some: list[str] = []
    for name in names:
        if some and width(_list(some, name)) > columns:
            yield _list(some)
            some = []
        some.append(name)
    yield _list(some)


def _list(names: Many[str], *more: str) -> str:
    every = (*names, *more)
    return every[0] if len(every) == 1 else f"[{', '.join(every)}]"
