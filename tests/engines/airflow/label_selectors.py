"""Selectors of labels, as the query of a list has them: `a=b,c!=d,e,!f`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def selects(selector: str, metadata: Mapping[str, Any]) -> bool:
    """Whether all terms hold for the labels of an object."""
    labels = metadata.get("labels") or {}
    return all(_holds(term.strip(), labels) for term in selector.split(",") if term.strip())


def _holds(term: str, labels: Mapping[str, str]) -> bool:
    for operator, equal in (("!=", False), ("==", True), ("=", True)):
        if operator in term:
            key, _, value = (part.strip() for part in term.partition(operator))
            return (labels.get(key) == value) is equal
    return term[1:].strip() not in labels if term.startswith("!") else term in labels
