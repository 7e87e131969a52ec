"""What a flow imports: `from flowc import FlowSpec, step, Parameter, current`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime_shim.authoring import alias, names
from runtime_shim.authoring.names import __all__ as __all__

if TYPE_CHECKING:
    from runtime_shim.authoring.names import *  # noqa: F403 - the names of `__all__`

# `from flowc.cards import Markdown` and the like, as in Metaflow.
__path__: list[str] = []
alias.install(__name__)


def __getattr__(name: str) -> Any:
    return getattr(names, name)


def __dir__() -> list[str]:
    return list(__all__)
