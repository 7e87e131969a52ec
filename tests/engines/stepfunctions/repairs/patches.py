"""Replaces parts of the interpreter, and puts them back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

INTERPRETER = "moto.stepfunctions.parser"
"""The package of the interpreter, which is LocalStack's."""


@dataclass(frozen=True)
class Patch:
    """One name in a module or class, and what it is to mean instead."""

    owner: Any
    name: str
    replacement: Any


@dataclass
class Repair:
    """What makes the interpreter do one thing as the specification says."""

    name: str
    patches: Sequence[Patch]
    _originals: list[Any] = field(default_factory=list)

    def apply(self) -> None:
        """Replaces the parts; does nothing where they are replaced already."""
        if not self._originals:
            for patch in self.patches:
                self._originals.append(_read(patch.owner, patch.name))
                setattr(patch.owner, patch.name, patch.replacement)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """The interpreter as it was, but for the other repairs."""
        for patch, original in zip(self.patches, self._originals, strict=True):
            setattr(patch.owner, patch.name, original)
        try:
            yield
        finally:
            for patch in self.patches:
                setattr(patch.owner, patch.name, patch.replacement)


def wherever_imported(original: Any, replacement: Any) -> list[Patch]:
    """Patches of all modules of the interpreter that have imported a function."""
    return [
        Patch(module, name, replacement)
        for module_name, module in sorted(sys.modules.items())
        if module_name.startswith(INTERPRETER)
        for name, value in list(vars(module).items())
        if value is original
    ]


def _read(owner: Any, name: str) -> Any:
    # As it stands in a class: a static method would come without its wrapper.
    return vars(owner).get(name, None) if isinstance(owner, type) else getattr(owner, name)
