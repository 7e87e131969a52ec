"""Which class a card's `type` names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Optional

from runtime_shim.cards.card import MetaflowCard
from runtime_shim.cards.card_types import CARD_TYPES

_EXTENSIONS = "metaflow_extensions"


def card_class(name: str) -> Optional[type[MetaflowCard]]:
    """The class, or None.

    It is one of flowc's own, a subclass that the flow's modules define, or one that an
    installed package lists in `CARDS` of `metaflow_extensions.NAME.plugins.cards`.
    """
    for classes in (CARD_TYPES, _subclasses(MetaflowCard), _installed()):
        found = next((cls for cls in classes if cls.type == name), None)
        if found is not None:
            return found
    return None


def _subclasses(cls: type[MetaflowCard]) -> Iterator[type[MetaflowCard]]:
    for below in cls.__subclasses__():
        yield below
        yield from _subclasses(below)


def _installed() -> Iterator[type[MetaflowCard]]:
    for package in _card_packages():
        for cls in getattr(package, "CARDS", ()):
            if isinstance(cls, type) and issubclass(cls, MetaflowCard):
                yield cls


def _card_packages() -> Iterator[ModuleType]:
    """The packages with cards; with namespace packages their subpackages, as in Metaflow."""
    root = _imported(_EXTENSIONS)
    for name in _packages_in(root):
        cards = _imported(f"{name}.plugins.cards")
        if cards is None:
            continue
        if cards.__file__:
            yield cards
        else:
            yield from filter(None, map(_imported, _packages_in(cards)))


def _packages_in(package: Optional[ModuleType]) -> list[str]:
    """The folders of a package: a namespace package need not have any `__init__.py`."""
    if package is None:
        return []
    folders = (folder for root in package.__path__ for folder in Path(root).glob("[!_.]*/"))
    return [f"{package.__name__}.{folder.name}" for folder in sorted(folders)]


def _imported(name: str) -> Optional[ModuleType]:
    """A module; None where there is none, or where it fails: it is none of the flow's."""
    import importlib

    try:
        return importlib.import_module(name)
    except Exception:
        return None
