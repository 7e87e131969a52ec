"""One field of a cron expression, from its parse tree to its canonical text."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.quantities.cron_fields import FieldSpec, canonical_text, runs_text
from compiler.quantities.errors import QuantityError
from compiler.quantities.grammar import Piece

_OF_MONTH = ("last_weekday", "nearest_weekday")
_OF_WEEK = ("last_of", "nth_of")
_SPECIALS = ("last", *_OF_MONTH, *_OF_WEEK)
_NEEDS_AWS = "only the six fields of AWS have it, as in `0 6 L * ? *`"


def read_field(field: Piece, spec: FieldSpec) -> str:
    """The canonical text of one field. Raises QuantityError at the item that is wrong."""
    items = field.children
    special = next((item for item in items if item.kind in _SPECIALS), None)
    if special is None:
        numbers = {spec.canonical(n) for item in items for n in _numbers(item, spec)}
        return canonical_text(numbers, spec.everything)
    if len(items) > 1:
        problem = f"`{special.text}` must stand alone in its field"
        raise _error(special, problem, "leave out the rest of the list")
    return _special(special, spec)


def _numbers(item: Piece, spec: FieldSpec) -> Sequence[int]:
    """The numbers, as written, that an item without `L`, `W` or `#` stands for."""
    tokens = item.children
    if item.kind == "unspecified":
        if not spec.is_day:
            raise _error(item, f"`?` cannot stand for the {spec.title}", "write `*`")
        return range(spec.low, spec.high + 1)
    if item.kind == "any":
        return range(spec.low, spec.high + 1, _step(tokens, 0, spec))
    first = _number(tokens[0], spec)
    if item.kind == "point":
        step = _step(tokens, 1, spec)
        return range(first, max(first, spec.high) + 1, step) if len(tokens) > 1 else (first,)
    last = _number(tokens[1], spec)
    step = _step(tokens, 2, spec)
    if first <= last:
        return range(first, last + 1, step)
    around = [*range(first, spec.high + 1), *range(spec.low, last + 1)]
    if spec.wraps:
        return around[::step]
    instead = runs_text(sorted({spec.canonical(n) for n in around[::step]}))
    raise _error(item, "the range runs backwards", f"write `{instead}` if that is what you mean")


def _step(tokens: Sequence[Piece], index: int, spec: FieldSpec) -> int:
    """The step behind `/`, which is the token at `index` if there is one; else 1."""
    if len(tokens) <= index:
        return 1
    token = tokens[index]
    step, most = _integer(token), spec.high - spec.low + 1
    if 1 <= step < most:
        return step
    problem = f"a step of {token.text} does not fit into the {most} values of the {spec.title}"
    raise _error(token, problem, f"the step is a number from 1 to {most - 1}")


def _number(token: Piece, spec: FieldSpec) -> int:
    """The written number for a number or a name."""
    if token.kind == "WORD":
        return _named(token, spec)
    number, limit = _integer(token), spec.limit or spec.high
    if spec.low <= number <= limit:
        return number
    hint = f"it is a number from {spec.low} to {limit}"
    if spec.names and spec.is_day:
        hint = f"{hint}, where {spec.first_name} is Sunday"
    raise _error(token, f"{token.text} is no {spec.title}", hint)


def _named(token: Piece, spec: FieldSpec) -> int:
    name = token.text.lower()
    if name in spec.names:
        return spec.names.index(name) + spec.first_name
    if not spec.names:
        raise _error(token, f"`{token.text}` is no {spec.title}", "this field takes numbers only")
    hint = f"the names are `{'`, `'.join(spec.names)}`"
    if name[:3] in spec.names:
        hint = f"write `{name[:3]}`: names have three letters"
    raise _error(token, f"`{token.text}` is no {spec.title}", hint)


def _integer(token: Piece) -> int:
    # So long a number is out of every range, and Python may refuse to read it.
    return int(token.text) if len(token.text) < 10 else 10**9


def _special(item: Piece, spec: FieldSpec) -> str:
    """`L`, `LW`, `15W`, `friL` and `mon#2`."""
    if not (spec.is_day and spec.wraps):
        if spec.is_day:
            raise _error(item, f"standard cron has no `{item.text}`", _NEEDS_AWS)
        raise _error(item, f"`{item.text}` is no {spec.title}", "it can only stand for a day")
    of_week = bool(spec.names)
    if (item.kind in _OF_WEEK and not of_week) or (item.kind in _OF_MONTH and of_week):
        other = "day of the month" if of_week else "day of the week"
        problem, hint = f"`{item.text}` is no {spec.title}", f"it can only stand for the {other}"
        raise _error(item, problem, hint)
    return _special_text(item, spec)


def _special_text(item: Piece, spec: FieldSpec) -> str:
    if item.kind == "last":
        return str(spec.canonical(spec.high)) if spec.names else "L"
    if item.kind == "last_weekday":
        return "LW"
    day = spec.canonical(_number(item.children[0], spec))
    if item.kind == "nearest_weekday":
        return f"{day}W"
    if item.kind == "last_of":
        return f"{day}L"
    nth = item.children[1]
    if not 1 <= _integer(nth) <= 5:
        raise _error(nth, f"no month has a week {nth.text}", "the number behind `#` is from 1 to 5")
    return f"{day}#{_integer(nth)}"


def _error(at: Piece, problem: str, hint: str) -> QuantityError:
    return at.error(problem, hint, "cron")
