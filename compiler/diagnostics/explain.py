"""What each code stands for, from the classes of the catalogue."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from compiler.diagnostics import catalogue
from compiler.diagnostics.diagnostic import Diagnostic


def kinds() -> tuple[type[Diagnostic], ...]:
    """Every kind of diagnostic in the catalogue, by code."""
    return tuple(sorted(_declared(), key=lambda kind: (kind.code, kind.__name__)))


def find(code: str) -> type[Diagnostic] | None:
    """The kind of diagnostic with that code, in either case of letters."""
    return next((kind for kind in kinds() if kind.code == code.upper()), None)


def explanation(kind: type[Diagnostic]) -> str:
    """What is wrong, why it matters, and an example that is right."""
    return inspect.cleandoc(kind.__doc__ or "")


def _declared() -> Iterator[type[Diagnostic]]:
    for module_info in pkgutil.iter_modules(catalogue.__path__, f"{catalogue.__name__}."):
        module = importlib.import_module(module_info.name)
        for thing in vars(module).values():
            declared_here = isinstance(thing, type) and thing.__module__ == module.__name__
            # Bases that several kinds share declare no code.
            if declared_here and issubclass(thing, Diagnostic) and hasattr(thing, "code"):
                yield thing
