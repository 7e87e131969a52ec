"""Names that Argo and Kubernetes take: valid, unique, and the same in every compilation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compiler.backends.short_names import digest, shortened

MAX_OBJECT_NAME = 52
"""Of a CronWorkflow, which leaves room for the time that Argo appends to each run's name
(`maxCharsInCronWorkflowName` in its validation). Other objects may have 63, but a schedule
added later shall not rename them."""
MAX_FIELD_NAME = 128
"""Of a template or a task (`workflowFieldMaxLength`)."""

_OUTSIDE_LABEL = re.compile(r"[^a-z0-9-]+")
_OUTSIDE_FIELD = re.compile(r"[^A-Za-z0-9-]+")

_EXPRESSION_WORDS = frozenset(
    ["and", "contains", "else", "false", "if", "in", "let", "matches", "nil", "not", "or", "true"]
)
"""Words of the language in which Argo evaluates `depends`, where a task's name is a
variable. A step may have one of these names, a task must not."""


def object_name(parts: Iterable[str]) -> str:
    """The name of an object from identifiers: `project`, `branch`, `Flow`.

    >>> object_name(["shop", "test.x_1", "TrainFlow"])
    'shop.test.x-1.trainflow'
    """
    text = ".".join(parts)
    labels = [_OUTSIDE_LABEL.sub("-", label).strip("-") for label in text.lower().split(".")]
    name = ".".join(label for label in labels if label)
    if not name or name != text.lower().replace("_", "-"):
        # Something was left out, so that another text might give the same name.
        name = f"{name or 'flow'}-{digest(text)}"
    return shortened(name, MAX_OBJECT_NAME)


def label_value(text: str) -> str:
    """A text as the value of a label.

    >>> label_value("TrainFlow"), label_value("_x_")
    ('TrainFlow', 'x')
    """
    cleaned = re.sub(r"[^A-Za-z0-9_.-]+", "-", text)
    return shortened(cleaned.strip("_.-"), 63).rstrip("_.-")


def step_names(steps: Iterable[str]) -> dict[str, str]:
    """The name of each step's task. A step whose own name will not do yields to the others."""
    found = dict.fromkeys(steps, "")
    names = Names()
    for step in sorted(found, key=lambda step: field_name(step) != step.replace("_", "-")):
        found[step] = names.claim(step)
    return found


class Names:
    """Hands out names of templates or tasks, each once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def claim(self, wanted: str) -> str:
        """`wanted` as a valid name, with a number where another one has it already."""
        name = field_name(wanted)
        unique, number = name, 2
        while unique in self._taken:
            unique = f"{shortened(name, MAX_FIELD_NAME - 8)}-{number}"
            number += 1
        self._taken.add(unique)
        return unique


def field_name(wanted: str) -> str:
    """A template's or a task's name from an identifier.

    >>> field_name("train_model"), field_name("let")
    ('train-model', 'step-let')
    """
    name = _OUTSIDE_FIELD.sub("-", wanted.replace("_", "-")).lstrip("-")
    if name in _EXPRESSION_WORDS:
        name = f"step-{name}"
    return shortened(name or "x", MAX_FIELD_NAME)
