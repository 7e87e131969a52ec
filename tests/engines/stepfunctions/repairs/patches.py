"""Replaces parts of the interpreter, and puts them back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

INTERPRETER = "moto.stepfunctions.parser"
"""The package of the interpreter, which is LocalStack's."""
_INHERITED = object()


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
            self._originals = [_own(patch) for patch in self.patches]
            self._replace()

    @contextmanager
    def undone(self) -> Iterator[None]:
        """The interpreter as it was, but for the other repairs."""
        for patch, original in zip(self.patches, self._originals, strict=True):
            if original is _INHERITED:
                delattr(patch.owner, patch.name)
            else:
                setattr(patch.owner, patch.name, original)
        try:
            yield
        finally:
            self._replace()

    def _replace(self) -> None:
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


def _own(patch: Patch) -> Any:
    # As it stands there: a static method would come without its wrapper.
    return vars(patch.owner).get(patch.name, _INHERITED)
