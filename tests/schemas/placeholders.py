"""Which `{{...}}` placeholders Argo can fill in at a place.

The names in scope are those of Argo's `validate` package; a name it cannot fill in stays as
it is, or fails the run when its turn comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_EXPRESSION_FIELDS = ("expression", "fromExpression")
_BRACKET = re.compile(r"""\[\s*(?:'([^']*)'|"([^"]*)")\s*\]""")
_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`")
_ROOTS = "inputs|outputs|tasks|steps|workflow|item|retries|lastRetry|pod|node|status|exitCode"
_PATH = re.compile(rf"(?<![\w.])(?:{_ROOTS})(?:\.(?:\w+|<[^>]*>))*(?P<hyphen>-[A-Za-z])?")

WORKFLOW = frozenset(
    f"workflow.{name}"
    for name in (
        "name", "namespace", "mainEntrypoint", "serviceAccountName", "uid", "priority",
        "duration", "creationTimestamp", "scheduledTime", "parameters", "parameters.json",
        "annotations", "annotations.json", "labels", "labels.json",
    )
)  # fmt: skip
_WORKFLOW_FAMILIES = (
    "workflow.creationTimestamp.",
    "workflow.labels.",
    "workflow.annotations.",
)
RETRIES = frozenset(
    ("retries", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message")
)
EXIT = frozenset(("workflow.status", "workflow.failures"))


@dataclass(frozen=True)
class Scope:
    """The names that can be filled in at one place."""

    names: frozenset[str]
    item: bool = False
    """Whether the place is repeated for items: `item`, and `item.key` for any key."""

    def __contains__(self, name: str) -> bool:
        if name in self.names or name.startswith(_WORKFLOW_FAMILIES):
            return True
        return self.item and name.split(".")[0] == "item"

    def holds_part_of(self, name: str) -> bool:
        """Whether `name` is an object that holds names in scope: `inputs.parameters`."""
        return any(known.startswith(f"{name}.") for known in self.names)

    def plus(self, names: frozenset[str] = frozenset(), item: bool = False) -> Scope:
        return Scope(self.names | names, self.item or item)


def check_placeholders(place: str, text: str, scope: Scope) -> Iterator[str]:
    """The placeholders of one string that `scope` cannot fill in."""
    if place.rsplit(".", 1)[-1] in _EXPRESSION_FIELDS:
        yield from _expression(place, _TAG.sub("0", text), scope)
    for tag in _TAG.findall(text):
        if tag.startswith("="):
            yield from _expression(place, tag[1:], scope)
        elif tag.strip() not in scope:
            yield f"{place}: `{{{{{tag}}}}}` cannot be resolved"
    if _TAG.sub("", text).count("{{"):
        yield f"{place}: a `{{{{` that nothing closes"


def references(text: str) -> Iterator[str]:
    """The names that the placeholders of a string refer to."""
    for tag in _TAG.findall(text):
        if tag.startswith("="):
            yield from (name for name, _ in _paths(tag[1:]))
        else:
            yield tag.strip()


def _expression(place: str, text: str, scope: Scope) -> Iterator[str]:
    for name, hyphen in _paths(text):
        if hyphen:
            yield f"{place}: `{name}-` is a subtraction, write ['...'] round a name with hyphens"
        elif name not in scope and not scope.holds_part_of(name):
            yield f"{place}: `{name}` in an expression cannot be resolved"


def _paths(expression: str) -> Iterator[tuple[str, bool]]:
    """The dotted names in an expression, and whether a hyphen cuts one short."""
    dotted = _BRACKET.sub(lambda found: f".<{found[1] or found[2]}>", expression)
    for match in _PATH.finditer(_TEXT.sub("''", dotted)):
        name = match.group().removesuffix(match["hyphen"] or "")
        yield name.replace("<", "").replace(">", ""), bool(match["hyphen"])
