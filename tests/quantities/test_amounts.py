from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.quantities import (
    QuantityError,
    format_bytes,
    format_cpu,
    parse_count,
    parse_cpu,
    parse_duration,
    parse_memory,
    parse_resource,
)

GIB = 2**30


@pytest.mark.parametrize(
    ("value", "millis"),
    [
        (2, 2000),
        (0.5, 500),
        ("2", 2000),
        ("0.5", 500),
        (".5", 500),
        ("2.", 2000),
        ("500m", 500),
        ("1500 m", 1500),
        (1 / 3, 334),
        (0.1, 100),
    ],
)
def test_cpu(value: object, millis: int) -> None:
    assert parse_cpu(value) == millis


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (4096, 4096 * 10**6),
        ("4096", 4096 * 10**6),
        ("0.5", 500_000),
        (1.5, 1_500_000),
        ("16Gi", 16 * GIB),
        ("16GiB", 16 * GIB),
        ("16G", 16 * 10**9),
        ("16GB", 16 * 10**9),
        ("16 gb", 16 * 10**9),
        ("512Mi", 512 * 2**20),
        ("500M", 500 * 10**6),
        ("1.5Gi", 3 * GIB // 2),
        ("1024Ki", 2**20),
        ("1Ti", 2**40),
        ("1k", 1000),
        ("512B", 512),
        ("0.1Gi", 107374183),
    ],
)
def test_memory(value: object, size: int) -> None:
    assert parse_memory(value) == size


@pytest.mark.parametrize(("bare", "size"), [("M", 10**6), ("Mi", 2**20), ("Gi", GIB)])
def test_the_unit_of_a_bare_number(bare: str, size: int) -> None:
    for value in (3, "3", "3.0"):
        assert parse_memory(value, bare) == 3 * size  # type: ignore[arg-type]
    assert parse_memory("3Gi", bare) == 3 * GIB  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [4, "4", "4.0", 4.0, " 4 "])
def test_count(value: object) -> None:
    assert parse_count(value) == 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        ("1", "1"),
        ("100m", "100m"),
        ("0.1", "100m"),
        ("1000m", "1"),
        ("2k", "2k"),
        ("2000", "2k"),
        ("1e3", "1k"),
        ("1E", "1E"),
        ("1500u", "1500u"),
        ("4Gi", "4Gi"),
    ],
)
def test_resource(value: object, text: str) -> None:
    assert parse_resource(value) == text


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (90, 90),
        ("90", 90),
        ("90s", 90),
        ("5m", 300),
        ("5 min", 300),
        ("1h30m", 5400),
        ("1 hour 30 minutes", 5400),
        ("1.5 hrs", 5400),
        ("2 days", 172800),
        ("1w", 604800),
        (0, 0),
    ],
)
def test_duration(value: object, seconds: int) -> None:
    assert parse_duration(value) == seconds


def test_a_bare_duration_counts_its_argument() -> None:
    assert [parse_duration(v, "minutes") for v in (2, "2", "2.0", 1.5)] == [120, 120, 120, 90]
    assert parse_duration(3, "hours") == 10800
    assert parse_duration("90s", "hours") == 90


@pytest.mark.parametrize(
    ("parse", "text", "wrong", "problem"),
    [
        (parse_cpu, "two", "two", "`two` cannot stand here"),
        (parse_cpu, "2 cores", "cores", "`cores` is no unit of processors"),
        (parse_cpu, "0", "0", "must be above 0"),
        (parse_cpu, "  -1", "-1", "must be above 0"),
        (parse_cpu, "1.5.2", ".2", "`.2` cannot stand here"),
        (parse_memory, "16Gib/s", "/", "`/` cannot stand here"),
        (parse_memory, "16 Gx", "Gx", "`Gx` is no unit of size"),
        (parse_memory, "500m", "m", "thousandths of a byte"),
        (parse_memory, "16_000", "_", "`_` cannot stand here"),
        (parse_memory, "1e99", "1e99", "too large"),
        (parse_memory, "9" * 5000, "9" * 30, "cannot stand here"),
        (parse_count, "1.5", "1.5", "not a whole number"),
        (parse_count, "4 gpus", "gpus", "a count has no unit"),
        (parse_count, "-1", "-1", "less than 0"),
        (parse_resource, "5z", "z", "`z` is no suffix"),
        (parse_resource, "0.1n", "0.1n", "at most nine decimal places"),
        (parse_duration, "5 parsecs", "parsecs", "`parsecs` is no unit of time"),
        (parse_duration, "1h30", "", "something is missing"),
        (parse_duration, "0.5s", "0.5s", "whole seconds"),
        (parse_duration, "-5m", "-5m", "below 0"),
        (parse_duration, "soon", "soon", "`soon` cannot stand here"),
    ],
)
def test_the_characters_at_fault(
    parse: Callable[[object], object], text: str, wrong: str, problem: str
) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text)
    error = caught.value
    assert text[error.start : error.start + error.length] == wrong
    assert problem in error.problem
    assert error.hint


@pytest.mark.parametrize("parse", [parse_cpu, parse_memory, parse_count, parse_resource])
@pytest.mark.parametrize("value", [None, True, [1], float("nan"), float("inf"), 10**500, "", "  "])
def test_what_is_no_number(parse: Callable[[object], object], value: object) -> None:
    with pytest.raises(QuantityError):
        parse(value)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=2**62))
def test_formatted_amounts_read_back(number: int) -> None:
    size = format_bytes(number)
    assert parse_memory(size if size[-1].isalpha() else f"{size}B") == number
    assert parse_resource(size) == size
    assert parse_cpu(format_cpu(number)) == number if number < 2**50 else True


@settings(deadline=None)
@given(st.sampled_from(["", "k", "M", "Gi", "Ti"]), st.integers(min_value=1, max_value=10**6))
def test_no_other_suffix_is_shorter(suffix: str, number: int) -> None:
    text = f"{number}{suffix}"
    size = parse_memory(text if suffix else f"{number}B")
    assert len(format_bytes(size)) <= len(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0"),
        (1001, "1001"),
        (1024, "1Ki"),
        (16 * GIB, "16Gi"),
        (4096 * 10**6, "4096M"),
        (10**9, "1G"),
        (3 * GIB // 2, "1536Mi"),
    ],
)
def test_format_bytes(size: int, text: str) -> None:
    assert format_bytes(size) == text


def test_format_cpu() -> None:
    assert [format_cpu(millis) for millis in (2000, 1500, 1)] == ["2", "1500m", "1m"]


def test_plain_numbers_do_not_import_lark() -> None:
    program = (
        "import sys; from compiler.quantities import *\n"
        "parse_cpu(2), parse_cpu('2'), parse_memory(4096), parse_memory('4096'), parse_count(1)\n"
        "parse_duration('90'), parse_cron('@daily'), parse_cpu(0.5)\n"
        "sys.exit('lark' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
