from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.regions import build_regions
from compiler.ir.transition import Case, Switch
from compiler.passes.order import run_checks
from tests.ir.flows import at, flow, of_steps
from tests.work import calls


def checked(source: Flow) -> Report:
    report = Report()
    run_checks(source, report)
    return report


def found(text: str) -> list[tuple[str, int, int]]:
    """The code, line and column of each diagnostic, for a text with `;` between steps."""
    report = checked(flow(text.replace(";", "\n")))
    return [(one.code, one.span.line, one.span.column) for one in report.diagnostics]


def message(text: str) -> str:
    (only,) = checked(flow(text.replace(";", "\n"))).diagnostics
    return only.message


# Each flow has one mistake, and what follows from it must not be reported as another.
ONE_MISTAKE = {
    "unknown target that looks like a step": ("start: trian; train: end; end:", ("FC130", 1, 9)),
    "unknown target": ("start: load; train: end; end:", ("FC130", 1, 9)),
    "unknown target of a case": (
        "start: ? a, nowhere; a: end; end:",
        ("FC130", 1, 21),
    ),
    "unknown target in a branch": (
        "start: a, b; a: j; b: nowhere; c: j; j(i): end; end:",
        ("FC130", 3, 9),
    ),
    "branch named twice": ("start: a, a, b; a: j; b: j; j(i): end; end:", ("FC131", 1, 9)),
    "back to the start": ("start: a; a: start; b: end; end:", ("FC132", 2, 9)),
    "back to the start by a switch": ("start: a; a: ? start, end; end:", ("FC132", 2, 20)),
    "self-loop of the start": ("start: ? start, end; end:", ("FC132", 1, 20)),
    "end goes on": ("start: end; end: x; x: end", ("FC133", 2, 9)),
    "orphan": ("start: end; a: b; b: c; c: end; end:", ("FC134", 2, 5)),
    "orphans in a circle": ("start: end; a: ? b, end; b: a; end:", ("FC134", 2, 5)),
    "loop without a switch": ("start: a; a: b; b: a; c: end; end:", ("FC135", 3, 9)),
    "step that follows itself": ("start: a; a: a; b: end; end:", ("FC135", 2, 9)),
    "loop through a foreach": ("start: s; s: * a; a: s; end:", ("FC135", 3, 9)),
    "loop that never ends": (
        "start: a; a: ? a, b; b: ? a, b; c: end; end:",
        ("FC136", 3, 9),
    ),
    "loop around a split that never ends": (
        "start: s; s: a, b; a: ? x, y; x: j; y: j; b: j; j(i): s; end:",
        ("FC135", 7, 9),
    ),
    "loop with two entries": ("start: ? a, b; a: b; b: ? a, end; end:", ("FC137", 2, 5)),
    "switch without a choice": ("start: ? a; a: end; end:", ("FC140", 1, 9)),
    "gang without @parallel": ("start: # a; a: j; j(i): end; end:", ("FC142", 1, 9)),
    "@parallel in a foreach": ("start: * a; @parallel a: j; j(i): end; end:", ("FC143", 2, 5)),
    "@parallel start": ("@parallel start: a; a: end; end:", ("FC143", 1, 5)),
    "gang without a join": ("start: # a; @parallel a: b; b: end; end:", ("FC144", 2, 9)),
    "gang with a step before its join": (
        "start: # a; @parallel a: b; b: j; j(i): end; end:",
        ("FC144", 2, 9),
    ),
    "gang that ends in a switch": (
        "start: # a; @parallel a: ? j, k; j(i): end; k(i): end; end:",
        ("FC144", 2, 9),
    ),
    "gang that fans out": (
        "start: # a; @parallel a: * b; b: k; k(i): j; j(i): end; end:",
        ("FC144", 2, 9),
    ),
    "@catch on a foreach": ("@catch start: * a; a: j; j(i): end; end:", ("FC145", 1, 1)),
    "@catch on a gang": (
        "@catch start: # a; @parallel a: j; j(i): end; end:",
        ("FC145", 1, 1),
    ),
    "@catch on a switch": ("@catch start: ? a, end; a: end; end:", ("FC146", 1, 1)),
    "end joins": ("start: a, b; a: end; b: end; end(inputs):", ("FC160", 4, 5)),
    "join without a split": ("start: a; a(i): end; end:", ("FC161", 2, 5)),
    "start as a join": ("start(i): end; end:", ("FC161", 1, 5)),
    "join after a switch": ("start: ? a, b; a: j; b: j; j(i): end; end:", ("FC161", 4, 5)),
    "split without a join": ("start: a, b; a: end; b: end; end:", ("FC162", 1, 9)),
    "foreach without a join": ("start: * a; a: b; b: end; end:", ("FC162", 1, 9)),
    "foreach over the end": ("start: * end; end:", ("FC162", 1, 9)),
    "branch past the join": ("start: a, b; a: end; b: j; j(i): end; end:", ("FC163", 2, 9)),
    "case past the join": (
        "start: * a; a: ? j, end; j(i): end; end:",
        ("FC163", 2, 9),
    ),
    "nested splits with one join": (
        "start: a, b; b: c, d; a: j; c: j; d: j; j(i): end; end:",
        ("FC164", 6, 5),
    ),
    "join entered from outside": (
        "start: ? s, x; s: a, b; a: j; b: j; x: j; j(i): end; end:",
        ("FC164", 6, 5),
    ),
    "branches at different joins": (
        "start: a, b, c; a: j; b: j; c: k; j(i): end; k(i): end; end:",
        ("FC165", 6, 5),
    ),
    "branch joined too late": (
        "start: a, b, c; a: j; b: j; c: k; j(i): k; k(i): end; end:",
        ("FC165", 6, 5),
    ),
    "foreach with two joins": (
        "start: * a; a: ? j, k; j(i): end; k(i): end; end:",
        ("FC165", 4, 5),
    ),
    "branches meet without a join": (
        "start: a, b; a: m; b: m; m: n; n: end; end:",
        ("FC166", 4, 5),
    ),
    "branches meet before their join": (
        "start: a, b, c; a: m; b: m; m: j; c: j; j(i): end; end:",
        ("FC166", 4, 5),
    ),
    "branch entered from outside": (
        "start: ? s, x; s: a, b; a: j; b: j; x: a; j(i): end; end:",
        ("FC167", 5, 9),
    ),
    "branch entered by its sibling": (
        "start: a, b; a: j; b: a; j(i): end; end:",
        ("FC167", 3, 9),
    ),
    "way out of a branch": (
        "start: s; s: a, b; a: ? s, j; b: j; j(i): end; end:",
        ("FC168", 3, 9),
    ),
    "way into a branch": (
        "start: ? s, x; s: a, b; a: c; c: j; b: j; x: y; y: c; j(i): end; end:",
        ("FC168", 7, 9),
    ),
    "way back into a foreach": (
        "start: s; s: * a; a: b; b: j; j(i): ? b, end; end:",
        ("FC168", 5, 9),
    ),
    "foreach straight to its join": ("start: * j; a: j; j(i): end; end:", ("FC169", 1, 9)),
    "branch straight to the join": ("start: a, j; a: j; j(i): end; end:", ("FC169", 1, 9)),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    ONE_MISTAKE.values(),
    ids=ONE_MISTAKE,
)
def test_one_mistake_is_reported_once(text: str, expected: tuple[str, int, int]) -> None:
    assert found(text) == [expected]


SOUND = {
    "loop over several steps": "start: a; a: b; b: ? a, end; end:",
    "case straight to a join": "start: * s; s: ? a, j; a: j; j(i): end; end:",
    "join that splits again": "start: a, b; a: j; b: j; j(i): c, d; c: k; d: k; k(i): end; end:",
    "gang in a foreach": "start: * a; a: # b; @parallel b: j; j(i): k; k(i): end; end:",
    "@catch on a split and on a join": (
        "@catch start: a, b; @catch a: j; b: j; @catch j(i): end; end:"
    ),
    "one step": "end:",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_metaflow_refuses_but_is_sound_passes(text: str) -> None:
    source = flow(text.replace(";", "\n"))
    report = checked(source)
    assert report.diagnostics == ()
    assert build_regions(source, report) is not None


def test_twelve_mistakes_are_twelve_diagnostics() -> None:
    assert found(
        """
        start: a, a, loop, fan, late, gang
        a: j
        loop: ? loop2, out
        loop2: ? loop, loop2, nowhere
        out: j
        @catch fan: * one
        one: all
        all(i): ? only
        only: j
        late: end
        lost: end
        gang: # member
        member: meet
        meet(i): empty
        empty: * gather
        gather(i): j
        j(i): lonely
        lonely(i): p
        p: q, r
        q: s
        r: s
        s: t
        t: ? t, u, start
        u: v
        v: u
        end:
        """
    ) == [
        ("FC131", 1, 9),
        ("FC130", 4, 22),
        ("FC145", 6, 1),
        ("FC140", 8, 9),
        ("FC163", 10, 9),
        ("FC134", 11, 5),
        ("FC142", 12, 9),
        ("FC169", 15, 9),
        ("FC161", 18, 5),
        ("FC166", 22, 5),
        ("FC132", 23, 22),
        ("FC135", 25, 9),
    ]


def test_both_of_two_nested_splits_without_joins() -> None:
    assert found("start: * a; a: * b; b: end; end:") == [("FC162", 1, 9), ("FC162", 2, 9)]


def test_two_splits_that_share_a_branch_and_a_join() -> None:
    text = "start: ? s, t; s: a, b; t: a, c; a: j; b: j; c: j; j(i): end; end:"
    assert found(text) == [("FC167", 3, 9), ("FC164", 7, 5)]


def test_orphans_name_what_follows_them() -> None:
    assert message("start: end; a: b; b: c; c: end; end:") == (
        "no way leads from `start` to `a`, nor to `b` and `c` after it"
    )


def test_a_join_of_unrelated_splits_names_them() -> None:
    assert message("start: a, b; b: c, d; a: j; c: j; d: j; j(i): end; end:") == (
        "`j` joins `a` from the split at `start` and `c` and `d` from the split at `b`, "
        "which do not belong to one split"
    )


def test_a_way_out_of_a_branch_says_where_both_ends_are() -> None:
    assert message("start: s; s: a, b; a: ? s, j; b: j; j(i): end; end:") == (
        "`a` goes to `s`, but `a` is in the branch `a` of the split at `s`, "
        "and `s` is outside of every split"
    )


def test_the_end_inside_a_split_names_split_and_join() -> None:
    text = "start: a, b; a: end; b: j; j(i): end; end:"
    assert message(text) == "`a` goes to `end` before `j` has joined the split at `start`"
    (only,) = checked(flow(text.replace(";", "\n"))).diagnostics
    assert [related.span for related in only.related] == [at(1, 9), at(4)]


def _with_cases(*values: bool | float | str) -> Report:
    cases = tuple(
        Case(value=value, target="a" if index else "end", span=at(1, 20 + index))
        for index, value in enumerate(values)
    )
    steps = flow("start: ? a, end\na: end\nend:").steps
    switch = Switch(condition="choice", cases=cases, span=at(1, 9))
    return checked(of_steps((replace(steps[0], transition=switch), *steps[1:])))


@pytest.mark.parametrize(("first", "second"), [("x", "x"), (2, 2), (True, True)])
def test_a_case_given_twice(first: bool | float | str, second: bool | float | str) -> None:
    (error,) = _with_cases(first, second).diagnostics
    assert (error.code, error.span) == ("FC141", at(1, 21))
    assert "Python" not in error.message


@pytest.mark.parametrize(("first", "second"), [(True, 1), (0, False), (1, 1.0)])
def test_cases_that_only_python_takes_for_one(first: bool | float, second: bool | float) -> None:
    (error,) = _with_cases("other", first, second).diagnostics
    assert (error.code, error.span) == ("FC141", at(1, 22))
    assert "Python takes the two for one key" in error.message


def test_cases_that_look_alike_but_differ() -> None:
    assert _with_cases("1", 1, "true", False).diagnostics == ()


def _many(template: str, count: int) -> str:
    return "\n".join(template.format(i=i, n=i + 1).replace("; ", "\n") for i in range(count))


def _long(template: str) -> Callable[[int], str]:
    def text(count: int) -> str:
        return f"start: s0\n{_many(template, count)}\ns{count}: end\nend:"

    return text


LARGE: dict[str, Callable[[int], str]] = {
    "chain": _long("s{i}: s{n}"),
    "splits": _long("s{i}: a{i}, b{i}; a{i}: j{i}; b{i}: j{i}; j{i}(i): s{n}"),
    "orphans": lambda count: f"start: end\n{_many('s{i}: end', count)}\nend:",
    "nothing joined": _long("s{i}: s{n}, b{i}; b{i}: end"),
    "loops with two entries": _long("s{i}: ? a{i}, b{i}; a{i}: b{i}; b{i}: ? a{i}, s{n}"),
    "endless": lambda count: f"start: s0\n{_many('s{i}: s{n}', count)}\ns{count}: ? s0, s1\nend:",
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_the_work_is_about_linear_in_the_steps(text: Callable[[int], str]) -> None:
    def work(count: int) -> int:
        source = flow(text(count))
        return calls(lambda: checked(source))

    # So many levels, of which some of these have one for each step, are too many to recurse.
    assert work(1_600) < 5 * work(400)
