from __future__ import annotations

from collections.abc import Callable

import pytest

from compiler.diagnostics.report import Report
from compiler.ir.errors import InternalError
from compiler.ir.flow import Flow
from compiler.ir.graph import known_edges
from compiler.ir.region import Sequence
from compiler.ir.regions import MAX_DEPTH, build_regions
from compiler.ir.regions.queries import joins, places, tasks
from tests.ir.flows import flow, show
from tests.ir.simulation import edges_of
from tests.work import calls


def build(source: Flow) -> Sequence:
    report = Report()
    tree = build_regions(source, report)
    assert report.diagnostics == ()
    assert tree is not None
    assert edges_of(tree) == known_edges(source)
    return tree


CASES = {
    "one step": ("end:", "end"),
    "chain": ("start: a; a: end; end:", "start a end"),
    "branch": ("start: a, b; a: j; b: j; j(inputs): end; end:", "start [a | b] j end"),
    "foreach": ("start: * a; a: b; b: j; j(inputs): end; end:", "start *[a b] j end"),
    "gang": ("start: # a; @parallel a: j; j(inputs): end; end:", "start #[a] j end"),
    "foreach in branch": (
        "start: a, b; a: * c; c: k; k(i): j; b: j; j(i): end; end:",
        "start [a *[c] k | b] j end",
    ),
    "branch in foreach": (
        "start: * s; s: a, b; a: k; b: k; k(i): j; j(i): end; end:",
        "start *[s [a | b] k] j end",
    ),
    "nested foreach": (
        "start: * a; a: * b; b: * c; c: j3; j3(i): j2; j2(i): j1; j1(i): end; end:",
        "start *[a *[b *[c] j3] j2] j1 end",
    ),
    "join that splits again": (
        "start: a, b; a: j; b: j; j(i): * c; c: k; k(i): end; end:",
        "start [a | b] j *[c] k end",
    ),
    "switch": ("start: ? a, b; a: m; b: m; m: end; end:", "start {a: a | b: b} m end"),
    "switch past a step": ("start: ? a, m; a: m; m: end; end:", "start {a: a | m:} m end"),
    "switch in foreach": (
        "start: * s; s: ? a, b; a: j; b: j; j(i): end; end:",
        "start *[s {a: a | b: b}] j end",
    ),
    "switch straight to a join": (
        "start: * s; s: ? a, j; a: j; j(i): end; end:",
        "start *[s {a: a | j:}] j end",
    ),
    "foreach in switch": (
        "start: ? s, m; s: * a; a: j; j(i): m; m: end; end:",
        "start {s: s *[a] j | m:} m end",
    ),
    "switches that merge at one step": (
        "start: ? a, b; a: ? c, d; c: m; d: m; b: m; m: end; end:",
        "start {a: a {c: c | d: d} | b: b} m end",
    ),
    "else-if chain": (
        "start: ? a, x; x: ? b, y; y: ? c, m; a: m; b: m; c: m; m: end; end:",
        "start {a: a | x: x {b: b | y: y {c: c | m:}}} m end",
    ),
    "shared tail": (
        "start: ? a, b, c; a: t; b: t; c: m; t: m; m: end; end:",
        "start {a: a ^t | b: b ^t | c: c / t: t} m end",
    ),
    "case of a shared tail": (
        "start: ? a, t, c; a: t; c: m; t: m; m: end; end:",
        "start {a: a ^t | t: ^t | c: c / t: t} m end",
    ),
    "tail that leads into a tail": (
        "start: ? a, b, c, d; a: t; b: t; t: u; c: u; d: m; u: m; m: end; end:",
        "start {a: a ^t | b: b ^t | c: c ^u | d: d / t: t ^u / u: u} m end",
    ),
    "cross jumps": (
        "start: ? a, b; a: ? l, r; b: ? l, r; l: m; r: m; m: end; end:",
        "start {a: a {l: ^l | r: ^r} | b: b {l: ^l | r: ^r} / l: l / r: r} m end",
    ),
    "switch into the middle of an arm": (
        "start: ? a, b; a: x; x: m; b: ? x, m; m: end; end:",
        "start {a: a ^x | b: b {x: ^x | m:} / x: x} m end",
    ),
    "self-loop": ("start: a; a: ? a, end; end:", "start loop(a {a: ^a | end:}) end"),
    "loop over steps": (
        "start: a; a: b; b: c; c: ? a, end; end:",
        "start loop(a b c {a: ^a | end:}) end",
    ),
    "nested loops": (
        "start: a; a: b; b: c; c: ? b, d; d: ? a, end; end:",
        "start loop(a loop(b c {b: ^b | d:}) d {a: ^a | end:}) end",
    ),
    "loops that share their last step": (
        "start: a; a: b; b: c; c: ? a, b, end; end:",
        "start loop(a loop(b c {a: ^a | b: ^b | end:})) end",
    ),
    "loops in a row": (
        "start: a; a: ? a, b; b: ? b, end; end:",
        "start loop(a {a: ^a | b:}) loop(b {b: ^b | end:}) end",
    ),
    "loop with two exits": (
        "start: a; a: b; b: ? a, x, y; x: m; y: m; m: end; end:",
        "start loop(a b {a: ^a | x: x | y: y}) m end",
    ),
    "exit in the middle": (
        "start: a; a: ? b, end; b: a; end:",
        "start loop(a {b: b ^a | end:}) end",
    ),
    "next turn from the middle": (
        "start: a; a: b; b: ? a, c; c: ? a, end; end:",
        "start loop(a b {a: ^a | c: c {a: ^a | end:}}) end",
    ),
    "exits into tails outside": (
        "start: ? a, b, c; a: ? a, l, r; b: ? l, r; c: m; l: m; r: m; m: end; end:",
        (
            "start {a: loop(a {a: ^a | l: ^l | r: ^r}) | b: b {l: ^l | r: ^r} | c: c"
            " / l: l / r: r} m end"
        ),
    ),
    "tail shared between two turns": (
        "start: a; a: ? b, c; b: a; c: ? b, end; end:",
        "start loop(a {b: ^b | c: c {b: ^b | end:} / b: b ^a}) end",
    ),
    "a loop as a shared tail": (
        "start: ? a, b, c; a: l; b: l; l: ? l, m; c: m; m: end; end:",
        "start {a: a ^l | b: b ^l | c: c / l: loop(l {l: ^l | m:})} m end",
    ),
    "loop around a split": (
        "start: s; s: a, b; a: j; b: j; j(i): ? s, end; end:",
        "start loop(s [a | b] j {s: ^s | end:}) end",
    ),
    "loop around a foreach, in a branch": (
        "start: x, y; x: s; s: * a; a: k; k(i): ? s, j; y: j; j(i): end; end:",
        "start [x loop(s *[a] k {s: ^s | j:}) | y] j end",
    ),
    "loop in a foreach": (
        "start: * a; a: b; b: ? a, j; j(i): end; end:",
        "start *[loop(a b {a: ^a | j:})] j end",
    ),
    "loop in an arm": (
        "start: ? a, m; a: b; b: ? a, m; m: end; end:",
        "start {a: loop(a b {a: ^a | m:}) | m:} m end",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_tree(text: str, expected: str) -> None:
    assert show(build(flow(text.replace(";", "\n")))) == expected


def test_nothing_is_built_for_a_flow_with_errors() -> None:
    report = Report()
    build_regions(flow("start: ? a, b\na: b\nb: ? a, end\nend:"), report)
    assert report.failed
    assert build_regions(flow("start: end\nend:"), report) is None


def test_a_loop_with_two_entries_names_both() -> None:
    report = Report()
    assert build_regions(flow("start: ? a, b\na: b\nb: ? a, end\nend:"), report) is None
    (error,) = report.errors
    assert error.code == "FC137"
    assert error.message == "the loop `a` and `b` is entered both at `a` and at `b`"
    assert error.span.line == 2
    assert [related.span.line for related in error.related] == [3, 1, 1]


@pytest.mark.parametrize(
    "text", ["start: * a\na: end\nend:", "start: * a\na: ? j, k\nj(i): end\nk(i): end\nend:"]
)
def test_a_flow_that_was_not_checked_is_an_internal_error(text: str) -> None:
    with pytest.raises(InternalError):
        build_regions(flow(text), Report())


def nested(depth: int) -> Flow:
    lines = ["start: s0"]
    lines += [f"s{level}: * s{level + 1}" for level in range(depth)]
    lines += [f"s{depth}: j{depth}"]
    lines += [f"j{level}(i): j{level - 1}" for level in range(depth, 1, -1)]
    return flow("\n".join([*lines, "j1(i): end", "end:"]))


def test_as_deep_as_allowed() -> None:
    tree = build(nested(MAX_DEPTH))
    assert places(tree)[f"s{MAX_DEPTH}"].path_length == MAX_DEPTH


def test_too_deep_is_an_error_at_the_step() -> None:
    report = Report()
    assert build_regions(nested(MAX_DEPTH + 1), report) is None
    (error,) = report.errors
    assert (error.code, error.span.line) == ("FC138", MAX_DEPTH + 3)


def test_queries() -> None:
    tree = build(flow("start: s\ns: * a\na: ? a, b\nb: c, d\nc: j\nd: j\nj(i): k\nk(i): end\nend:"))
    assert show(tree) == "start s *[loop(a {a: ^a | b:}) b [c | d] j] k end"
    assert list(tasks(tree)) == ["start", "s", "a", "b", "c", "d", "j", "k", "end"]
    assert joins(tree) == {"s": "k", "b": "j"}
    assert {step: place.path_length for step, place in places(tree).items()} == {
        "start": 0, "s": 0, "a": 2, "b": 1, "c": 1, "d": 1, "j": 1, "k": 0, "end": 0,
    }  # fmt: skip


def _many(template: str, count: int) -> str:
    return "\n".join(template.format(i=i, n=i + 1).replace("; ", "\n") for i in range(count))


def _wide(mark: str, join: str) -> Callable[[int], str]:
    def text(count: int) -> str:
        targets = ", ".join(f"s{i}" for i in range(count))
        return f"start: {mark}{targets}\n{_many('s{i}: j', count)}\n{join}: end\nend:"

    return text


def _long(template: str) -> Callable[[int], str]:
    def text(count: int) -> str:
        return f"start: s0\n{_many(template, count)}\ns{count}: end\nend:"

    return text


def _loops_around_each_other(count: int, loops: int = 20) -> str:
    return (
        f"start: s0\n{_many('s{i}: s{n}', count)}\ns{count}: x0\n"
        f"{_many('x{i}: ? s{i}, x{n}', loops)}\nx{loops}: end\nend:"
    )


LARGE: dict[str, Callable[[int], str]] = {
    "chain": _long("s{i}: s{n}"),
    "branch": _wide("", "j(i)"),
    "splits": _long("s{i}: a{i}, b{i}; a{i}: j{i}; b{i}: j{i}; j{i}(i): s{n}"),
    "switches": _long("s{i}: ? a{i}, b{i}; a{i}: s{n}; b{i}: s{n}"),
    "loops": _long("s{i}: ? s{i}, s{n}"),
    "long loops around each other": _loops_around_each_other,
    "wide switch": _wide("? ", "j"),
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_the_work_is_about_linear_in_the_steps(text: Callable[[int], str]) -> None:
    def work(source: Flow) -> int:
        return calls(lambda: build_regions(source, Report()))

    # So many levels, of which some of these have one for each step, are too many to recurse.
    small, large = flow(text(400)), flow(text(1_600))
    assert work(large) < 5 * work(small)
    build(large)
