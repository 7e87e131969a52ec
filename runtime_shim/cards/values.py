"""Values of any kind as the texts, tables and images of a card."""

from __future__ import annotations

import base64
import datetime
import pprint
import reprlib
from typing import Any, Optional

_DATAFRAMES = ("pandas.core.frame.DataFrame", "pandas.DataFrame")
_ROWS = 5
_CELL = 30


def type_name(value: object) -> str:
    """`module.Class`, or the bare name of a builtin one.

    >>> type_name(1), type_name(datetime.date(2024, 1, 1))
    ('int', 'datetime.date')
    """
    cls = type(value)
    module = cls.__module__
    return cls.__qualname__ if module in (None, "builtins") else f"{module}.{cls.__qualname__}"


def text_of(value: object, compressed: bool = True) -> str:
    """A representation on some lines; a compressed one leaves out what is long or deep."""
    try:
        short = _SHORT.repr(value)
        if compressed and "..." in short:
            return short
        return pprint.pformat(value, indent=2, width=80, compact=True)
    except Exception as error:  # of a `__repr__` that is the user's
        return f"<{type_name(value)}, whose representation fails: {error!r}>"


def is_dataframe(value: object) -> bool:
    return type_name(value) in _DATAFRAMES


def rows_of(dataframe: Any, truncate: bool) -> tuple[list[str], list[list[object]]]:
    """The headers and the rows of a pandas dataframe, the index first.

    Truncated it has only the first rows.
    """
    shown = dataframe.head(_ROWS) if truncate else dataframe
    headers = ["", *(str(column) for column in dataframe.columns)]
    return headers, [[_cell(value) for value in row] for row in shown.itertuples(name=None)]


def image_url(content: bytes) -> Optional[str]:
    """A `data:` URL of an image of a kind that browsers show; None for other content."""
    for kind, matches in _KINDS:
        if matches(content):
            return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return None


def _cell(value: Any) -> object:
    value = value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
    if value is None or _is_nan(value):
        return "null"
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S%Z")
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    text = str(value)
    return text if len(text) <= _CELL else f"{text[:_CELL]}..."


def _is_nan(value: Any) -> bool:
    """Also of pandas' own missing values: NaT differs from itself, and NA does not say."""
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _short() -> reprlib.Repr:
    short = reprlib.Repr()
    short.maxarray = short.maxstring = short.maxother = short.maxtuple = short.maxlist = 100
    short.maxlevel = 3
    return short


_SHORT = _short()
_KINDS = (
    ("png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
    ("jpeg", lambda content: content.startswith(b"\xff\xd8\xff")),
    ("gif", lambda content: content[:6] in (b"GIF87a", b"GIF89a")),
    ("webp", lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP"),
)
