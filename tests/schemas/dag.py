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


def _check_depends(depends: str | None, tasks: Mapping[str, Document], where: str) -> Iterator[str]:
    if depends is None:
        return
    for match in _TERM.finditer(depends):
        result, task = match["result"], tasks.get(match["task"], {})
        if result in _RESULTS_OF_MANY and not any(key in task for key in REPEATED):
            yield f"{where}: `{match.group()}` is for a task that is repeated"
        elif result is not None and result not in (*_RESULTS, *_RESULTS_OF_MANY):
            yield f"{where}: a task has no result `{result}`"
    python = _TERM.sub("True", depends).replace("&&", " and ").replace("||", " or ")
    try:
        ast.parse(python.replace("!", " not ").strip(), mode="eval")
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
