"""What every part of the IR is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue

__all__ = ["JsonValue", "Node"]


class Node(BaseModel):
    """A frozen piece of the IR that refuses fields it does not know.

    `defer_build` keeps the start of `flowc` cheap: a class's validator is built at
    its first use. Passes make changed copies by `model_copy(update=...)`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
