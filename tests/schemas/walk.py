"""Going through a document, and the types that all its checks share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]


def strings(node: object, where: str) -> Iterator[tuple[str, str]]:
    """Every string in `node` that is no key, with its place, in the order of the document."""
    waiting: list[tuple[str, object]] = [(where, node)]
    while waiting:
        place, found = waiting.pop()
        if isinstance(found, str):
            yield place, found
        elif isinstance(found, dict):
            waiting += reversed([(f"{place}.{key}", value) for key, value in found.items()])
        elif isinstance(found, list):
            waiting += reversed([(f"{place}[{at}]", item) for at, item in enumerate(found)])


def objects(node: object, where: str) -> Iterator[tuple[str, Document]]:
    """Every object in `node`, itself included, with its place."""
    waiting: list[tuple[str, object]] = [(where, node)]
    while waiting:
        place, found = waiting.pop()
        if isinstance(found, dict):
            yield place, found
            waiting += reversed([(f"{place}.{key}", value) for key, value in found.items()])
        elif isinstance(found, list):
            waiting += reversed([(f"{place}[{at}]", item) for at, item in enumerate(found)])
