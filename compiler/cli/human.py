"""Times, sizes and tables as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

import click

from compiler.diagnostics.render.terminal import plain


@dataclass(frozen=True)
class Styled:
    """A cell of a table that has a colour where colours are wanted."""

    text: str
    color: str


_STATES = {
    "succeeded": "green",
    "done": "green",
    "works": "green",
    "running": "cyan",
    "failed": "red",
    "died": "red",
    "denied": "red",
    "fails": "red",
    "interrupted": "yellow",
    "stopped": "yellow",
    "caught": "yellow",
}

Cell = str | Styled

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def state(word: str) -> Cell:
    """The state of a run, a task or an operation."""
    return Styled(word, _STATES[word]) if word in _STATES else word


def table(rows: Sequence[Sequence[Cell]], colour: bool, right: Sequence[int] = ()) -> str:
    """Rows of equally many cells, the first one the headers, in aligned columns.

    Nothing is ever cut short: what reads it from a pipe finds the same columns.
    """
    widths = [max(len(_text(cell)) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for number, row in enumerate(rows):
        cells = [
            _cell(cell, width, column in right, colour, bold=number == 0)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


def tags_text(tags: Iterable[str]) -> str:
    """Tags in one cell; those with blanks in them are quoted.

    >>> tags_text(["nightly", "to keep"])
    'nightly "to keep"'
    """
    return " ".join(f'"{tag}"' if len(tag.split()) != 1 else tag for tag in tags)


def moment(seconds: float) -> str:
    """A time since the epoch, in the zone of this machine."""
    return datetime.fromtimestamp(seconds, timezone.utc).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def iso(seconds: float | None) -> str | None:
    """A time since the epoch as programs read it, in UTC.

    >>> iso(1700000000.25)
    '2023-11-14T22:13:20.250Z'
    """
    if seconds is None:
        return None
    text = datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def duration(seconds: float | None) -> str:
    """Some seconds, or `-` where nobody knows.

    >>> duration(0.25), duration(75.2), duration(3 * 3600 + 60), duration(None)
    ('0.2s', '1m 15s', '3h 01m', '-')
    """
    if seconds is None:
        return "-"
    if seconds < 60:
        return f"{seconds:.1f}s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}m {rest:02}s" if minutes < 60 else f"{minutes // 60}h {minutes % 60:02}m"


def size(count: int) -> str:
    """Bytes in the unit that suits them.

    >>> size(5), size(2048), size(3 << 30)
    ('5 B', '2.0 KiB', '3.0 GiB')
    """
    power = min(max(count.bit_length() - 1, 0) // 10, len(_UNITS) - 1)
    return f"{count} B" if power == 0 else f"{count / 1024**power:.1f} {_UNITS[power]}"


def _cell(cell: Cell, width: int, to_right: bool, colour: bool, bold: bool) -> str:
    text = _text(cell).rjust(width) if to_right else _text(cell).ljust(width)
    if not colour:
        return text
    if isinstance(cell, Styled):
        return click.style(text, fg=cell.color)
    return click.style(text, bold=True) if bold else text


def _text(cell: Cell) -> str:
    # Tags, names and messages come from whoever wrote to the datastore.
    return cell.text if isinstance(cell, Styled) else plain(cell)
