"""The analysis against an interpreter that walks all paths of generated code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import indent

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frontend.artifacts.flows import use_of

NAMES = ("a", "b")
Tree = tuple[object, ...]

_simple = st.one_of(
    st.tuples(st.just("read"), st.sampled_from(NAMES)),
    st.tuples(st.just("write"), st.sampled_from(NAMES)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES)),
    st.sampled_from([("return",), ("fail",), ("break",), ("continue",)]),
)


def _compound(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    block = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.just("if"), block, block),
        st.tuples(st.just("loop"), block, block),
        st.tuples(st.just("try"), block, block, block, block),
    )


bodies = st.lists(st.recursive(_simple, _compound, max_leaves=10), min_size=1, max_size=4)


def source(body: tuple[Tree, ...], in_loop: bool = False) -> str:
    """The code of a tree, where `c()` and `f()` do whatever the path wants."""
    return "\n".join(_source(tree, in_loop) for tree in body)


def _source(tree: Tree, in_loop: bool) -> str:
    kind, *parts = tree

    def block(index: int, loop: bool = in_loop) -> str:
        return indent(source(parts[index], loop), "    ")  # type: ignore[arg-type]

    if kind == "if":
        return f"if c():\n{block(0)}\nelse:\n{block(1)}"
    if kind == "loop":
        return f"for i in c():\n{block(0, True)}\nelse:\n{block(1)}"
    if kind == "try":
        heads = ("try", "except E", "else", "finally")
        return "\n".join(f"{head}:\n{block(index)}" for index, head in enumerate(heads))
    if kind in ("break", "continue") and not in_loop:
        return "pass"
    name = parts[0] if parts else ""
    return {
        "read": f"self.{name}",
        "write": f"self.{name} = 1",
        "delete": f"del self.{name}",
        "fail": "raise E",
    }.get(str(kind), str(kind))


@dataclass(frozen=True)
class World:
    """What one path has done: names it has set, and those it had to find set already."""

    own: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()
    written: frozenset[str] = field(default=frozenset())


Outcome = tuple[str, World]
"""How a block ends: `next`, `return`, `break`, `continue` or `fail`."""


def run(body: tuple[Tree, ...], world: World, in_loop: bool = False) -> set[Outcome]:
    """All ways in which a block can go."""
    worlds: set[World] = {world}
    done: set[Outcome] = set()
    for tree in body:
        outcomes = {outcome for each in worlds for outcome in _run(tree, each, in_loop)}
        worlds = {each for how, each in outcomes if how == "next"}
        done |= {outcome for outcome in outcomes if outcome[0] != "next"}
    return done | {("next", each) for each in worlds}


def _run(tree: Tree, world: World, in_loop: bool) -> Iterator[Outcome]:
    kind, *parts = tree
    if kind == "if":
        yield from run(parts[0], world, in_loop)  # type: ignore[arg-type]
        yield from run(parts[1], world, in_loop)  # type: ignore[arg-type]
    elif kind == "loop":
        yield from _loop(parts[0], parts[1], world, in_loop)  # type: ignore[arg-type]
    elif kind == "try":
        yield from _try(parts, world, in_loop)  # type: ignore[arg-type]
    elif kind in ("break", "continue"):
        yield (kind if in_loop else "next", world)
    elif kind in ("return", "fail"):
        yield (str(kind), world)
    else:
        yield ("next", _simple_step(str(kind), str(parts[0]), world))


def _simple_step(kind: str, name: str, world: World) -> World:
    needed = world.needed if name in world.own or kind == "write" else world.needed | {name}
    own = world.own | {name} if kind == "write" else world.own
    if kind == "delete":
        return World(own - {name}, needed, world.written - {name})
    written = world.written | {name} if kind == "write" else world.written
    return World(own, needed, written)


def _loop(
    body: tuple[Tree, ...], otherwise: tuple[Tree, ...], world: World, in_loop: bool
) -> Iterator[Outcome]:
    heads = {world}
    waiting = [world]
    while waiting:
        for how, after in run(body, waiting.pop(), True):
            if how == "break":
                yield ("next", after)
            elif how in ("return", "fail"):
                yield (how, after)
            elif after not in heads:
                heads.add(after)
                waiting.append(after)
    for head in heads:
        yield from run(otherwise, head, in_loop)


def _try(parts: list[tuple[Tree, ...]], world: World, in_loop: bool) -> Iterator[Outcome]:
    body, handler, otherwise, final = parts
    inner: set[Outcome] = set()
    for how, after in run(body, world, in_loop):
        if how == "fail":
            inner |= run(handler, after, in_loop)
        elif how == "next":
            inner |= run(otherwise, after, in_loop)
        else:
            inner.add((how, after))
    for how, after in inner:
        for last, end in run(final, after, in_loop):
            yield (how if last == "next" else last, end)


@settings(deadline=None)  # a generated body may have many paths
@given(bodies)
def test_no_path_needs_more_than_the_analysis_says(body: list[Tree]) -> None:
    use = use_of(source(tuple(body)))
    outcomes = run(tuple(body), World())
    needed = {name for _, world in outcomes for name in world.needed}
    assert needed <= {read.name for read in use.reads}


@settings(deadline=None)  # a generated body may have many paths
@given(bodies)
def test_what_is_surely_written_is_written_on_every_path(body: list[Tree]) -> None:
    use = use_of(source(tuple(body)))
    ends = [world for how, world in run(tuple(body), World()) if how in ("next", "return")]
    for write in use.writes:
        if write.certain:
            assert all(write.name in world.written for world in ends)


@settings(deadline=None)  # a generated body may have many paths
@given(bodies)
def test_a_sure_read_is_needed_by_some_path(body: list[Tree]) -> None:
    """Where there is no `try`, whose code the analysis expects to fail at any point."""
    text = source(tuple(body))
    if "try" not in text:
        needed = {name for _, world in run(tuple(body), World()) for name in world.needed}
        assert {read.name for read in use_of(text).reads if read.certain} <= needed
