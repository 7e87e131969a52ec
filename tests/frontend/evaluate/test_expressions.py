"""Expressions that need nothing but themselves: Python's own result is the oracle."""

from __future__ import annotations

import pytest

from tests.frontend.sources import evaluate, refusal

EXPRESSIONS = [
    "None", "True", "-1.5", "'a' 'b'", "b'ab'", "[1, [2], (3,)]", "{1, 2}", "{'a': {'b': 1}}",
    "(1, *[2, 3], *(4,))", "[*'ab']", "{**{'a': 1}, 'b': 2, **{'a': 3}}", "{*[1], 2}",
    "7 // 2 * 3 % 5 - 2 ** 3 / 4", "1 << 4 | 3 & 6 ^ 1", "~5 + +3", "'ab' * 3 + 'c'",
    "[1] * 2 + [2]", "{'a': 1} | {'b': 2}", "{1, 2} - {2}", "{1, 2} & {2, 3}", "-(-3) ** 2",
    "1 < 2 <= 2 != 3", "1 < 2 > 5", "'a' in 'cat' and 3 not in [1]", "'k' in {'k': 1}",
    "None is None", "1 == 1.0", "0 or [] or 'x'", "1 and 0 and 2", "not []", "1 if [] else 2",
    "None is not True", "'b' > 'a'", "(1, 2) < (1, 3)", "'abc'[1:]", "[1, 2, 3][-1]",
    "[1, 2, 3, 4][::2]", "{'a': [1, 2]}['a'][1]", "(1, 2)[0]", "'abcdef'[-2:0:-1]", "range(10)[3]",
    "[x * y for x in range(3) for y in range(3) if x != y]", "{x: x * x for x in (1, 2)}",
    "{x % 2 for x in range(9)}", "sum(x for x in [1, 2])",
    "[a + b for a, (b, c) in [(1, (2, 3))]]", "[[j for j in range(i)] for i in range(3)]",
    "[k for k in {'a': 1}]", "[f'{k}={v}' for k, v in {'a': 1}.items()]",
    "[c for c in 'abc' if c != 'b' if c]", "abs(-2)", "len('abc')", "min(3, 1, 2)", "max([1, 5])",
    "min([], default=0)", "sum([1, 2], 3)", "sorted({3, 1, 2}, reverse=True)",
    "list(range(2, 8, 3))", "tuple('ab')", "set([1, 1])", "dict(a=1, **{'b': 2})",
    "dict([('a', 1)], b=2)", "dict({'a': 1})", "int('12')", "int('ff', 16)", "int()",
    "float('1.5')", "float(1)", "str(1.0)", "str()", "bool([])", "round(2.567, 2)", "round(2.5)",
    "any([0, 1])", "all([])", "list(zip([1, 2], 'ab'))", "list(enumerate('ab', 1))",
    "list(reversed([1, 2]))", "repr('a')", "chr(97) + hex(255) + bin(3) + oct(8)", "ord('a')",
    "divmod(7, 2)", "pow(2, 8)", "str(b'ab', 'ascii')", "str([1, 'a'])", "len({1: 2})",
    "'A b'.lower().upper().title().swapcase()", "'a,b'.split(',')", "','.join(['a', 'b'])",
    "'aXbX'.replace('X', '-', 1)", "'abc'.startswith('a')", "' a '.strip()",
    "'x.py'.rpartition('.')", "'7'.zfill(3)", "'a'.ljust(3, '-')", "'abc'.find('c')",
    "'a\\tb'.expandtabs(4)", "'pre-x'.removeprefix('pre-')", "'x'.encode()", "b'x'.decode()",
    "'a b c'.rsplit(None, 1)", "{'a': 1}.get('b', 2)", "{'a': 1}.get('b')",
    "list({'a': 1}.items())", "list({'a': 1}.keys())", "[1, 2, 1].count(1)", "(1, 2).index(2)",
    "{1} .union({2}, [3])", "(5).bit_length()", "(lambda a, b=2: a + b)(1)",
    "f'{1}-{\"a\"!r}-{3.14159:.2f}-{5:>{3}}-{True}'", "f'{{}}{[1, 2]}'", "f'{255:#x} {1e10:,}'",
    "'%s-%d-%.2f-%%' % ('a', 3, 1.5)", "'%(a)s' % {'a': 1}", "'%5s|%-5s|' % ('a', 'b')",
    "'%s' % 'x'", "'%s' % [1]", "b'%d' % 3", "'{} {}'.format(1, 'a')",
    "'{1} {0} {k}'.format(1, 2, k=3)", "'{0[a]} {0[b][1]}'.format({'a': 1, 'b': [1, 2]})",
    "'{:>{w}}|{!r}'.format('a', 'b', w=4)", "'{a:.1f}'.format_map({'a': 1.25})", "'{{}}'.format()",
]  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_the_value_is_pythons_own(text: str) -> None:
    expected = eval(text)  # noqa: S307
    value = evaluate(text)
    assert value == expected
    assert type(value) is type(expected)


def test_other_functions() -> None:
    assert evaluate("frozenset([1])") == {1}
    assert evaluate("range(3)") == [0, 1, 2]
    assert evaluate("{'b': 1, 'a': 2}") == {"b": 1, "a": 2}
    assert list(evaluate("{'b': 1, 'a': 2}")) == ["b", "a"]  # type: ignore[call-overload]


FAILURES = [
    ("1 + 2 // 0", "FC407", "this raises ZeroDivisionError: division by zero", "2 // 0"),
    (
        "[1, 'a' + 1]",
        "FC407",
        "this raises TypeError: `+` does not work on a str and an int",
        "'a' + 1",
    ),
    ("[1][3]", "FC407", "this raises IndexError: there is no item at this index", "[1][3]"),
    (
        "{'alpha': 1}['alpah']",
        "FC411",
        "`'alpah'` is not a key of this dictionary; did you mean `alpha`?",
        "{'alpha': 1}['alpah']",
    ),
    ("int('x')", "FC407", "this raises ValueError: `int()` does not accept this value", "int('x')"),
    (
        "'a'.join(1)",
        "FC407",
        "this raises TypeError: `.join()` does not take these arguments",
        "'a'.join(1)",
    ),
    ("len(1)", "FC407", "this raises TypeError: `len()` does not take these arguments", "len(1)"),
    ("-'a'", "FC407", "this raises TypeError: `-` does not work on a str", "-'a'"),
    ("1 < 'a'", "FC407", "this raises TypeError: `<` does not work on an int and a str", "1 < 'a'"),
    ("{[]: 1}", "FC407", "this raises TypeError: a list, dict or set cannot be a key", "{[]: 1}"),
    (
        "{[]}",
        "FC407",
        "this raises TypeError: a list, dict or set cannot be an item of a set",
        "{[]}",
    ),
    ("[*1]", "FC407", "this raises TypeError: an int has no items", "1"),
    ("dict(**[1])", "FC407", "this raises TypeError: `**` takes a dict, not a list", "[1]"),
    ("[x for x in 3]", "FC407", "this raises TypeError: an int has no items", "3"),
    (
        "[1 for a, b in [(1, 2, 3)]]",
        "FC407",
        "this raises ValueError: 2 values are expected, not 3",
        "a, b",
    ),
    ("f'{1:s}'", "FC407", "this raises ValueError: the format `s` does not fit an int", "f'{1:s}'"),
    (
        "'%d' % 'a'",
        "FC407",
        "this raises TypeError: the values do not fit the `%` directives of this text",
        "'%d' % 'a'",
    ),
    (
        "'{} {}'.format(1)",
        "FC407",
        "this raises KeyError: the text asks for a value that `format` is not given",
        "'{} {}'.format(1)",
    ),
    (
        "'{'.format(1)",
        "FC407",
        "this raises ValueError: the braces in this text are not well formed",
        "'{'.format(1)",
    ),
    (
        "(-8) ** 0.5",
        "FC407",
        "this raises ValueError: the result is a complex number",
        "(-8) ** 0.5",
    ),
    (
        "'abc'.uper()",
        "FC406",
        "`uper` of a str is not evaluated at compile time; did you mean `upper`?",
        "'abc'.uper()",
    ),
    ("'abc'.upper", "FC406", "`upper` of a str is not evaluated at compile time", "'abc'.upper"),
    ("(1).real", "FC412", "an int has no attribute `real`", "(1).real"),
    ("[1, await_]", "FC401", "`await_` is not defined here", "await_"),
    ("(x := 1)", "FC405", "an assignment with `:=` is not evaluated at compile time", "x := 1"),
    ("1j", "FC405", "a complex number is not evaluated at compile time", "1j"),
    ("...", "FC405", "`...` is not evaluated at compile time", "..."),
    ("[1] is [1]", "FC405", "`is` between values is not evaluated at compile time", "[1] is [1]"),
    ("1 @ 2", "FC405", "matrix multiplication is not evaluated at compile time", "1 @ 2"),
    (
        "max([1], key=len)",
        "FC405",
        "a `key` function is not evaluated at compile time",
        "max([1], key=len)",
    ),
    ("input()()", "FC400", "what `input()` returns is only known when the code runs", "input()"),
    (
        "input('x')",
        "FC400",
        "what `input()` returns is only known when the code runs",
        "input('x')",
    ),
    ("eval('1')", "FC400", "what `eval()` returns is only known when the code runs", "eval('1')"),
    (
        "[].append(1)",
        "FC406",
        "`append` of a list is not evaluated at compile time",
        "[].append(1)",
    ),
    (
        "','.join({'a', 'b'})",
        "FC413",
        "the order of a set's items differs from run to run",
        "','.join({'a', 'b'})",
    ),
    ("list({1, 2})", "FC413", "the order of a set's items differs from run to run", "list({1, 2})"),
    (
        "f'{ {1, 2} }'",
        "FC413",
        "the order of a set's items differs from run to run",
        "f'{ {1, 2} }'",
    ),
    (
        "str([{1, 2}])",
        "FC413",
        "the order of a set's items differs from run to run",
        "str([{1, 2}])",
    ),
]


@pytest.mark.parametrize(("text", "code", "message", "place"), FAILURES)
def test_what_has_no_value(text: str, code: str, message: str, place: str) -> None:
    assert refusal(text) == (code, message, place)


@pytest.mark.parametrize(
    "text",
    [
        "'{0.__class__}'.format(1)",
        "'{a.__init__.__globals__}'.format(a=1)",
        "'{0[0].__class__}'.format([1])",
        "'{:{0.real}}'.format(1)",
    ],
)
def test_format_reads_no_attributes(text: str) -> None:
    assert refusal(text)[:2] == (
        "FC405",
        "an attribute in the braces of `format` is not evaluated at compile time",
    )


@pytest.mark.parametrize(
    "text",
    [
        "'x' * 10 ** 9", "10 ** 9 * 'x'", "[0] * 10 ** 8", "10 ** 10 ** 10", "1 << 10 ** 9",
        "2 ** 5000", "pow(10, 10 ** 9)", "list(range(10 ** 9))", "sum(range(10 ** 9))",
        "[x for x in range(10 ** 9)]", "[1 for x in range(999) for y in range(999)]",
        "f'{1:>1000000000}'", "'{:>1000000000}'.format(1)", "'%1000000000d' % 1",
        "'%.1000000000f' % 1.0", "'a'.ljust(10 ** 9)", "('a' * 10000).replace('a', 'b' * 10000)",
        "('ab' * 1000).join(['x'] * 1000)", "'\\t'.expandtabs(10 ** 9)", "int('9' * 5000)",
        "round(1, -10 ** 9)", "[['x' * 1000] * 1000] * 1000", "9 ** 9 ** 9 % 7",
        "(10 ** 1000) ** 2", "'{:{w}}'.format('a', w=10 ** 9)", "2.0 ** 100000",
        "str([['x' * 900] * 900] * 900)", "divmod(10 ** 1500, 3)",
    ],
)  # fmt: skip
def test_what_is_too_large_is_refused_at_once(text: str) -> None:
    assert refusal(text)[0] == "FC408"


def test_a_long_number_is_refused() -> None:
    assert refusal("1" * 2000)[0] == "FC408"


@pytest.mark.parametrize(
    "text",
    ["[" * 180 + "]" * 180, "-" * 180 + "1", " + ".join(["1"] * 300), "f'{1}' + " * 200 + "''"],
)
def test_deep_nesting_is_refused(text: str) -> None:
    assert refusal(text)[0] == "FC409"


def test_a_hundred_levels_are_fine() -> None:
    assert evaluate(" + ".join(["1"] * 100)) == 100
