"""The Lark grammars, loaded on first use.

Importing Lark takes longer than all the rest of `flowc check` on a small flow, so it
is imported only when a text is met that needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from compiler.quantities.errors import Kind, QuantityError

if TYPE_CHECKING:
    from lark import Lark, Token, Tree
    from lark.exceptions import UnexpectedInput


@dataclass(frozen=True, slots=True)
class Piece:
    """A token or a rule of a grammar, with the text it matched."""

    kind: str
    """The name of the token or of the rule."""
    text: str
    start: int
    children: tuple[Piece, ...] = ()

    def error(self, problem: str, hint: str, kind: Kind) -> QuantityError:
        """An error about just this piece."""
        return QuantityError(self.start, len(self.text), problem, hint, kind)


def parse(grammar: str, text: str, kind: Kind, hint: str) -> Piece:
    """`text` taken apart by one of the grammars.

    Raises QuantityError at the first character that cannot stand where it does.
    """
    if not text.strip():
        raise QuantityError(0, len(text), "the text is empty", hint, kind)
    parser = _load(grammar)
    from lark.exceptions import UnexpectedInput

    try:
        return _piece(parser.parse(text), text)
    except UnexpectedInput as error:
        start, length = _place(error, text)
    raise QuantityError(start, length, _problem(text[start : start + length]), hint, kind)


@cache
def _load(grammar: str) -> Lark:
    from lark import Lark

    text = (Path(__file__).parent / "grammars" / f"{grammar}.lark").read_text("utf-8")
    return Lark(text, parser="lalr", propagate_positions=True)


def _piece(node: Tree[Token] | Token, text: str) -> Piece:
    from lark import Token

    if isinstance(node, Token):
        return Piece(node.type, str(node), node.start_pos or 0)
    start, end = node.meta.start_pos, node.meta.end_pos
    children = tuple(_piece(child, text) for child in node.children)
    return Piece(str(node.data), text[start:end], start, children)


def _problem(wrong: str) -> str:
    if not wrong:
        return "something is missing here"
    return f"`{wrong}` cannot stand here" if wrong.strip() else "a space cannot stand here"


def _place(error: UnexpectedInput, text: str) -> tuple[int, int]:
    """The start and the length of what the parser stumbled over."""
    from lark.exceptions import UnexpectedToken

    if not isinstance(error, UnexpectedToken):
        return cast(int, error.pos_in_stream), 1
    if error.token.type == "$END":
        return len(text), 0
    return error.token.start_pos or 0, len(error.token)
