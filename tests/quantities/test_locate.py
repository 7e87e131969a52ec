from __future__ import annotations

import ast

import pytest

from compiler.diagnostics.catalogue.quantities import (
    BadCount,
    BadCpu,
    BadCron,
    BadDuration,
    BadQuantity,
    BadResource,
    BadSize,
)
from compiler.diagnostics.span import SourceFile
from compiler.quantities import (
    QuantityError,
    parse_count,
    parse_cpu,
    parse_cron,
    parse_duration,
    parse_memory,
    parse_resource,
    quantity_diagnostic,
)


def diagnose(source: str) -> tuple[BadQuantity, str]:
    """The diagnostic of the last expression in `source`, and the characters it points at."""
    file = SourceFile.of("flow.py", source)
    statement = ast.parse(source).body[-1]
    assert isinstance(statement, ast.Expr)
    with pytest.raises(QuantityError) as caught:
        parse_memory("16 Gx")
    found = quantity_diagnostic(caught.value, statement.value, file)
    span = found.span
    assert span.line == span.end_line
    return found, file.lines[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    "source",
    ["'16 Gx'", '"16 Gx"', "r'16 Gx'", "'''16 Gx'''", '"""16 Gx"""', "u'16 Gx'", "(  '16 Gx')"],
)
def test_a_plain_string_is_marked_inside(source: str) -> None:
    assert diagnose(source)[1] == "Gx"


def test_columns_count_characters() -> None:
    assert diagnose("é = 'ü'; '16 Gx'")[1] == "Gx"


@pytest.mark.parametrize("source", ["f'16 Gx'", "'16' ' Gx'", "'16\\x20Gx'", "SIZE", "b'16 Gx'"])
def test_everything_else_is_marked_whole(source: str) -> None:
    assert diagnose(source)[1] == source


def test_the_facts_reach_the_reader() -> None:
    found, _ = diagnose("'16 Gx'")
    assert isinstance(found, BadSize)
    assert found.message == "`Gx` is no unit of size"
    assert found.advice.startswith("write a number of megabytes")


def test_the_end_of_a_text_is_marked_at_its_quote() -> None:
    file = SourceFile.of("flow.py", "'1h30'")
    node = ast.parse(file.text, mode="eval").body
    with pytest.raises(QuantityError) as caught:
        parse_duration("1h30")
    span = quantity_diagnostic(caught.value, node, file).span
    assert (span.column, span.end_column) == (6, 7)


@pytest.mark.parametrize(
    ("parse", "diagnostic"),
    [
        (parse_cpu, BadCpu),
        (parse_memory, BadSize),
        (parse_count, BadCount),
        (parse_duration, BadDuration),
        (parse_resource, BadResource),
        (parse_cron, BadCron),
    ],
)
def test_each_kind_has_its_code(parse: object, diagnostic: type[BadQuantity]) -> None:
    assert callable(parse)
    with pytest.raises(QuantityError) as caught:
        parse("-?")
    node = ast.parse("'-?'", mode="eval").body
    found = quantity_diagnostic(caught.value, node, SourceFile.of("flow.py", "'-?'"))
    assert type(found) is diagnostic
    assert found.message
    assert found.advice
