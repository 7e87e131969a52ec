"""A Vega-Lite chart without Vega: its data as a table, and its specification.

Drawing it takes a megabyte of script, which a page that loads nothing from elsewhere would
have to hold. The card says so, and shows what would be drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

_ROWS = 50
_NOTE = (
    "A Vega chart. This page runs no scripts, so it shows the data of the chart; the "
    "specification below can be pasted into the Vega editor."
)


def chart_html(spec: Mapping[str, Any], table_html: Callable[[Mapping[str, Any]], str]) -> str:
    """A note, the rows of the chart's data that are in its specification, and that itself."""
    title = _title(spec.get("title"))
    heading = f"<figcaption><b>{escape(title)}</b></figcaption>" if title else ""
    text = escape(json.dumps(spec, indent=2, default=str, ensure_ascii=False))
    whole = f"<details><summary>Specification</summary><pre>{text}</pre></details>"
    return (
        f'<figure class="chart">{heading}<p class="subtitle">{_NOTE}</p>'
        f"{_data(_rows(spec), table_html)}{whole}</figure>"
    )


def _title(title: Any) -> str:
    text = title.get("text", "") if isinstance(title, Mapping) else title or ""
    return " ".join(map(str, text)) if isinstance(text, list) else str(text)


def _rows(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Of Vega-Lite's `data` (`values`, or a name in `datasets`) or Vega's list of such."""
    data = spec.get("data")
    source = (data[0] if data else None) if isinstance(data, list) else data
    if not isinstance(source, Mapping):
        return []
    values = source.get("values")
    if values is None:
        values = (spec.get("datasets") or {}).get(source.get("name"))
    if not isinstance(values, list):
        return []
    return [row if isinstance(row, Mapping) else {"data": row} for row in values]


def _data(rows: list[Mapping[str, Any]], table_html: Callable[[Mapping[str, Any]], str]) -> str:
    if not rows:
        return ""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    shown = [[row.get(name, "") for name in columns] for row in rows[:_ROWS]]
    more = len(rows) - len(shown)
    rest = f'<p class="subtitle">{more} more rows</p>' if more else ""
    return table_html({"columns": columns, "data": shown}) + rest
