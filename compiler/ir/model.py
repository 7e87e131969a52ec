"""What every part of the IR is made of.

The IR is dataclasses, frozen and cheap to declare. Only mypy checks what goes into them,
as only flowc makes them. pydantic, which takes longer to import than flowc to check a
small flow, comes in where the IR goes out as JSON, and reads there what the annotations
say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from compiler.record import KeywordRecord

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, JsonValue
    from pydantic_core import CoreSchema
else:
    JsonValue = Any

__all__ = ["ONE_OF_KIND", "JsonValue", "Node", "Told"]


class Node(KeywordRecord):
    """The base of the dataclasses of the IR. Passes make changed copies by `replace`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


class Told:
    """In an `Annotated`, what pydantic is told there; made when pydantic first asks for it."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __get_pydantic_core_schema__(self, kind: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(Annotated[kind, self._make()])


def _one_of_kind() -> object:
    from pydantic import Field

    return Field(discriminator="kind")


ONE_OF_KIND = Told(_one_of_kind)
"""For a union of nodes that their `kind` tells apart."""
