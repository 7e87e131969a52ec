"""Calls of the language's intrinsic functions, with flowc's own text as their literals."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"['\\{}]")


class Reference(str):
    """A JSONPath, or the call of a function: what stands for a value, and is none itself."""

    __slots__ = ()


def literal(text: str) -> str:
    r"""A text as an argument.

    >>> print(literal("it's"))
    'it\'s'
    """
    return f"'{_escaped(text)}'"


def concatenation(*parts: str) -> Reference:
    r"""One text of several, some of which are references.

    >>> print(concatenation("runs/", Reference("$.run"), "/{x}"))
    States.Format('runs/{}/\{x\}', $.run)
    """
    references = [part for part in parts if isinstance(part, Reference)]
    template = "".join("{}" if isinstance(part, Reference) else _escaped(part) for part in parts)
    return call("Format", f"'{template}'", *references)


def as_text(value: Reference) -> Reference:
    """A number as text: Batch and Kubernetes take nothing else."""
    return call("Format", "'{}'", value)


def array(*items: str) -> Reference:
    """A list of texts and references."""
    return call("Array", *(one if isinstance(one, Reference) else literal(one) for one in items))


def call(function: str, *arguments: str) -> Reference:
    """A call of `States.<function>`."""
    return Reference(f"States.{function}({', '.join(arguments)})")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
