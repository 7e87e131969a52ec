"""The order of the tasks in a DAG template: `depends`, and who runs before whom."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tests.schemas.walk import Document

_TERM = re.compile(r"(?P<task>[A-Za-z0-9_][-A-Za-z0-9_]*)(?:\.(?P<result>[A-Za-z]+))?")
_RESULTS = ("Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned")
_RESULTS_OF_MANY = ("AnySucceeded", "AllFailed")
REPEATED = ("withItems", "withParam", "withSequence")


def dependencies(task: Document) -> list[str]:
    """The tasks that a task names in `depends` or `dependencies`."""
    named = [match["task"] for match in _TERM.finditer(task.get("depends", ""))]
    return list(dict.fromkeys([*named, *task.get("dependencies", ())]))


def check_order(tasks: Mapping[str, Document], where: str) -> Iterator[str]:
    """Dependencies that do not exist, `depends` that do not parse, and cycles."""
    for name, task in tasks.items():
        for other in dependencies(task):
            if other not in tasks:
                yield f"{where}.{name}: depends on `{other}`, which does not exist"
        yield from _check_depends(task.get("depends"), tasks, f"{where}.{name}.depends")
    ways = [key for key in ("depends", "dependencies") for task in tasks.values() if key in task]
    if len(set(ways)) > 1:
        yield f"{where}: both `depends` and `dependencies` in one DAG"
    left = _unordered(tasks)
    if left:
        yield f"{where}: the tasks {', '.join(left)} wait for each other"


def ancestors(tasks: Mapping[str, Document]) -> dict[str, frozenset[str]]:
    """For each task all tasks that are over before it starts."""
    found: dict[str, frozenset[str]] = {}
    for name in _ordered(tasks):
        direct = [other for other in dependencies(tasks[name]) if other in tasks]
        found[name] = frozenset(direct).union(*(found[other] for other in direct))
    return {name: found.get(name, frozenset()) for name in tasks}


def ensured(tasks: Mapping[str, Document]) -> dict[str, frozenset[str]]:
    """For each task all tasks that have surely succeeded when it starts.

    An output of any other task may not exist then: before 3.7.11 and 4.0.2 Argo took the
    placeholder for text, since then it waits for ever.
    """
    found: dict[str, frozenset[str]] = {}
    for name in _ordered(tasks):
        found[name] = _ensured_by(_formula(tasks[name]), tasks, found)
    return {name: found.get(name, frozenset()) for name in tasks}


def _formula(task: Document) -> str:
    return " && ".join([task["depends"]] if "depends" in task else task.get("dependencies", ()))


def _ensured_by(
    formula: str, tasks: Mapping[str, Document], known: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """The tasks that have succeeded wherever a `depends` holds."""
    terms: list[frozenset[str]] = []

    def number(match: re.Match[str]) -> str:
        terms.append(_ensured_by_term(match["task"], match["result"], tasks, known))
        return f"t{len(terms) - 1}"

    def of(node: ast.expr) -> frozenset[str]:
        if isinstance(node, ast.Name):
            return terms[int(node.id[1:])]
        if isinstance(node, ast.BoolOp):
            parts = [of(value) for value in node.values]
            combine = frozenset.union if isinstance(node.op, ast.And) else frozenset.intersection
            return combine(*parts)
        return frozenset()

    try:
        return of(ast.parse(_as_python(_TERM.sub(number, formula)), mode="eval").body)
    except SyntaxError:
        return frozenset()


def _ensured_by_term(
    name: str,
    result: str | None,
    tasks: Mapping[str, Document],
    known: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    before = known.get(name, frozenset())
    task = tasks.get(name, {})
    never_skipped = not any(key in task for key in ("when", *REPEATED))
    if result == "Succeeded" or (result is None and never_skipped):
        return before | {name}
    return frozenset() if result == "Omitted" else before


def _as_python(depends: str) -> str:
    python = depends.replace("&&", " and ").replace("||", " or ").replace("!", " not ")
    return python.strip()


def _check_depends(depends: str | None, tasks: Mapping[str, Document], where: str) -> Iterator[str]:
    if depends is None:
        return
    for match in _TERM.finditer(depends):
        result, task = match["result"], tasks.get(match["task"], {})
        if result in _RESULTS_OF_MANY and not any(key in task for key in REPEATED):
            yield f"{where}: `{match.group()}` is for a task that is repeated"
        elif result is not None and result not in (*_RESULTS, *_RESULTS_OF_MANY):
            yield f"{where}: a task has no result `{result}`"
    try:
        ast.parse(_as_python(_TERM.sub("t", depends)), mode="eval")
    except SyntaxError:
        yield f"{where}: `{depends}` does not parse"


def _ordered(tasks: Mapping[str, Document]) -> list[str]:
    """The tasks, each after those it depends on; without those in or after a cycle."""
    waits = {
        name: {other for other in dependencies(task) if other in tasks}
        for name, task in tasks.items()
    }
    followers: dict[str, list[str]] = {name: [] for name in tasks}
    for name, others in waits.items():
        for other in others:
            followers[other].append(name)
    ready = [name for name, others in waits.items() if not others]
    ordered = []
    while ready:
        name = ready.pop()
        ordered.append(name)
        for follower in followers[name]:
            waits[follower].discard(name)
            if not waits[follower]:
                ready.append(follower)
    return ordered


def _unordered(tasks: Mapping[str, Document]) -> list[str]:
    ordered = set(_ordered(tasks))
    return [name for name in tasks if name not in ordered]
