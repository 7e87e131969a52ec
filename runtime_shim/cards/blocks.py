"""The pieces of a page, as the components render themselves, made into HTML.

A component renders to a table with a `type`; `block_html` finds the function for that. So
components nest freely, and a card type may hand in tables of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from runtime_shim.cards.graph import drawing
from runtime_shim.cards.markdown import markdown_html
from runtime_shim.cards.vega import chart_html

Block = Mapping[str, Any]


def block_html(content: object) -> str:
    """One component: a table by its type, anything else as text."""
    if not isinstance(content, Mapping):
        return f"<p>{escape(str(content))}</p>"
    make = _MAKERS.get(str(content.get("type")))
    return make(content) if make else _foreign(content)


def blocks_html(contents: Iterable[object]) -> str:
    return "\n".join(map(block_html, contents))


def _heading(block: Block, level: int) -> str:
    title, subtitle = block.get("title"), block.get("subtitle")
    shown = f"<h{level}>{escape(str(title))}</h{level}>" if title else ""
    return f'{shown}<p class="subtitle">{escape(str(subtitle))}</p>' if subtitle else shown


def _page(block: Block) -> str:
    return f"{_heading(block, 1)}{blocks_html(block['contents'])}"


def _section(block: Block) -> str:
    inner = blocks_html(block["contents"])
    if block.get("columns"):
        inner = f'<div class="columns">{inner}</div>'
    return f"<section>{_heading(block, 2)}{inner}</section>"


def _title(block: Block) -> str:
    return f"<h2>{escape(str(block['text']))}</h2>"


def _subtitle(block: Block) -> str:
    return f'<p class="subtitle">{escape(str(block["text"]))}</p>'


def _text(block: Block) -> str:
    return f"<p>{escape(str(block['text']))}</p>"


def _markdown(block: Block) -> str:
    return f'<div class="markdown">{markdown_html(str(block["source"] or ""))}</div>'


def _log(block: Block) -> str:
    return f'<pre class="log">{escape(str(block["data"]))}</pre>'


def _code(block: Block) -> str:
    return f'<pre class="code"><code>{escape(str(block["data"]))}</code></pre>'


def _table(block: Block) -> str:
    columns, rows = block.get("columns") or [], block.get("data") or []
    if block.get("vertical"):
        turned = zip(columns, *rows)  # noqa: B905 - short rows end the table, as in a plain one
        body = "".join(
            f"<tr><th>{_cell(name)}</th>{_cells(values, 'td')}</tr>" for name, *values in turned
        )
        return f'<div class="wide"><table>{body}</table></div>'
    head = f"<thead><tr>{_cells(columns, 'th')}</tr></thead>" if columns else ""
    body = "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rows)
    return f'<div class="wide"><table>{head}<tbody>{body}</tbody></table></div>'


def _cells(values: Iterable[object], tag: str) -> str:
    return "".join(f"<{tag}{_numeric(value)}>{_cell(value)}</{tag}>" for value in values)


def _numeric(value: object) -> str:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return ' class="number"' if plain else ""


def _cell(value: object) -> str:
    return block_html(value) if isinstance(value, Mapping) else escape(str(value))


def _image(block: Block) -> str:
    label = escape(str(block.get("label") or ""))
    source = str(block["src"]).replace(" ", "")
    if not source.startswith("data:image/"):
        return f"<p>[image] {label}</p>"
    caption = f"<figcaption>{label}</figcaption>" if label else ""
    return f'<figure><img src="{escape(source)}" alt="{label}">{caption}</figure>'


def _artifacts(block: Block) -> str:
    return "".join(map(_artifact, block["data"]))


def _artifact(artifact: Block) -> str:
    name = f"<b>{escape(str(artifact['name']))}</b> " if artifact.get("name") else ""
    shown = f"<pre>{escape(str(artifact['data']))}</pre>"
    return f'<div class="artifact">{name}<i>{escape(str(artifact["type"]))}</i>{shown}</div>'


def _dag(block: Block) -> str:
    return f'<div class="wide">{drawing(block["data"], block["step"])}</div>'


def _progress(block: Block) -> str:
    value, most = block["value"], block["max"]
    of = f"{value}{block['unit']}" if block.get("unit") else f"{value} / {most}"
    label = f"<b>{escape(str(block['label']))}</b>" if block.get("label") else ""
    details = f" <i>{escape(str(block['details']))}</i>" if block.get("details") else ""
    bar = f'<progress value="{escape(str(value))}" max="{escape(str(most))}"></progress>'
    return f'<div class="progress">{label}{bar}<span>{escape(of)}{details}</span></div>'


def _value_box(block: Block) -> str:
    theme = escape(str(block.get("theme") or "default"))
    parts = (
        ("title", block.get("title")),
        ("value", block["value"]),
        ("subtitle", block.get("subtitle")),
        ("change", block.get("change_indicator")),
    )
    shown = (f'<p class="{name}">{escape(str(value))}</p>' for name, value in parts if value != "")
    inner = "".join(html for html, (_, value) in zip(shown, parts) if value is not None)  # noqa: B905
    return f'<div class="value-box {theme}">{inner}</div>'


def _chart(block: Block) -> str:
    return chart_html(block["spec"], _table)


def _viewer(text: str) -> Callable[[Block], str]:
    def view(block: Block) -> str:
        height = block.get("max_height")
        style = f' style="max-height:{escape(str(height))}"' if height else ""
        title, shown = escape(str(block["title"])), f"<pre{style}>{escape(block[text])}</pre>"
        if not block.get("collapsible"):
            return f"<b>{title}</b>{shown}"
        return f"<details open><summary>{title}</summary>{shown}</details>"

    return view


def _timeline(block: Block) -> str:
    stats = block["stats"]
    status = "finished" if stats["finished"] else "running"
    counts = f"{stats['displayed_events']} of {stats['total_events']} events"
    rate = f", {stats['events_per_minute']} a minute" if "events_per_minute" in stats else ""
    events = "".join(map(_event, block["events"]))
    return (
        f'<section>{_heading(block, 3)}<p class="subtitle">{counts}{rate}, {status}</p>'
        f'<ol class="timeline">{events}</ol></section>'
    )


def _event(event: Block) -> str:
    theme = escape(str(event.get("style_theme") or "default"))
    priority = (
        f'<b class="priority">{escape(str(event["priority"]))}</b>' if "priority" in event else ""
    )
    facts = "".join(
        f"<dt>{escape(str(name))}</dt><dd>{escape(str(value))}</dd>"
        for name, value in event["metadata"].items()
    )
    payloads = "".join(
        f"<details><summary>{escape(str(name))}</summary>{block_html(payload)}</details>"
        for name, payload in event["payloads"].items()
    )
    return f'<li class="{theme}">{priority}<dl>{facts}</dl>{payloads}</li>'


def _foreign(block: Block) -> str:
    shown = json.dumps(block, indent=2, default=str, ensure_ascii=False)
    return f'<pre class="code">{escape(shown)}</pre>'


_MAKERS: dict[str, Callable[[Block], str]] = {
    "page": _page,
    "section": _section,
    "title": _title,
    "subtitle": _subtitle,
    "text": _text,
    "markdown": _markdown,
    "log": _log,
    "pythonCode": _code,
    "table": _table,
    "image": _image,
    "artifacts": _artifacts,
    "dag": _dag,
    "progressBar": _progress,
    "valueBox": _value_box,
    "vegaChart": _chart,
    "jsonViewer": _viewer("json_string"),
    "yamlViewer": _viewer("yaml_string"),
    "eventsTimeline": _timeline,
}
