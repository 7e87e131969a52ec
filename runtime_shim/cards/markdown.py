"""Markdown as HTML: the part of it that reports use.

Text of the user never becomes a tag, an attribute or a link that runs something: every
piece of it is escaped where it enters the page, and raw HTML shows as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Optional

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)\s*([\w+-]*)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])(?:\s+|$)(.*)$")
_QUOTE = re.compile(r"^ {0,3}> ?")
_DIVIDER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELLS = re.compile(r"(?<!\\)\|")


def markdown_html(text: str) -> str:
    """The blocks of a text.

    >>> markdown_html("# A *title*")
    '<h1>A <em>title</em></h1>'
    """
    return _blocks(text.expandtabs(4).splitlines())


def _blocks(lines: list[str]) -> str:
    found: list[str] = []
    while lines:
        if not lines[0].strip():
            lines = lines[1:]
            continue
        for block in (_fence, _heading, _rule, _quote, _items, _table, _indented, _paragraph):
            taken = block(lines)
            if taken is not None:
                html, count = taken
                found.append(html)
                lines = lines[count:]
                break
    return "\n".join(found)


_Taken = Optional[tuple[str, int]]
"""The HTML of a block, and of how many lines it is; None where another kind of block begins."""


def _fence(lines: list[str]) -> _Taken:
    opened = _FENCE.match(lines[0])
    if not opened:
        return None
    body = lines[1:]
    closed = (i for i, line in enumerate(body) if line.strip().startswith(opened.group(1)))
    end = next(closed, len(body))
    return _code(body[:end]), end + 2


def _indented(lines: list[str]) -> _Taken:
    count = _while(lines, lambda line: line.startswith("    ") or not line.strip())
    if not count:
        return None
    return _code([line[4:] for line in "\n".join(lines[:count]).rstrip().split("\n")]), count


def _code(lines: list[str]) -> str:
    return f"<pre><code>{escape(chr(10).join(lines))}</code></pre>"


def _heading(lines: list[str]) -> _Taken:
    found = _HEADING.match(lines[0])
    if not found:
        return None
    level = len(found.group(1))
    return f"<h{level}>{inline_html(found.group(2))}</h{level}>", 1


def _rule(lines: list[str]) -> _Taken:
    return ("<hr>", 1) if _RULE.match(lines[0]) else None


def _quote(lines: list[str]) -> _Taken:
    count = _while(lines, lambda line: bool(_QUOTE.match(line)))
    if not count:
        return None
    inner = [_QUOTE.sub("", line, count=1) for line in lines[:count]]
    return f"<blockquote>{_blocks(inner)}</blockquote>", count


def _items(lines: list[str]) -> _Taken:
    first = _ITEM.match(lines[0])
    if not first or len(first.group(1)) > 3:
        return None
    ordered = first.group(2)[0].isdigit()
    items: list[list[str]] = []
    count, width = 0, len(first.group(1)) + 1
    for number, line in enumerate(lines):
        found = _ITEM.match(line)
        if found and len(found.group(1)) < width:
            if found.group(2)[0].isdigit() != ordered or _RULE.match(line):
                break
            items.append([found.group(3)])
            width = found.start(3)
        elif line.startswith(" " * width) or not line.strip():
            items[-1].append(line[width:])
        elif lines[number - 1].strip() and not _starts_block(line):
            items[-1].append(line)
        else:
            break
        count = number + 1
    begin = int(first.group(2)[:-1]) if ordered else 1
    tag = "ol" if ordered else "ul"
    opening = f'<ol start="{begin}">' if begin != 1 else f"<{tag}>"
    return f"{opening}{''.join(map(_item, items))}</{tag}>", count


def _item(lines: list[str]) -> str:
    text = _while(lines, lambda line: bool(line.strip()) and not _ITEM.match(line))
    rest = _blocks(lines[text:])
    return f"<li>{_lines(lines[:text])}{rest}</li>"


def _table(lines: list[str]) -> _Taken:
    if len(lines) < 2 or "|" not in lines[0] or not _DIVIDER.match(lines[1]):
        return None
    head, aligned = _split(lines[0]), [_alignment(cell) for cell in _split(lines[1])]
    if len(head) != len(aligned):
        return None
    count = 2 + _while(lines[2:], lambda line: "|" in line)
    rows = "".join(_row(_split(line), aligned, "td") for line in lines[2:count])
    html = f"<table><thead>{_row(head, aligned, 'th')}</thead><tbody>{rows}</tbody></table>"
    return f'<div class="wide">{html}</div>', count


def _row(cells: list[str], aligned: list[str], tag: str) -> str:
    cells = (cells + [""] * len(aligned))[: len(aligned)]
    shown = (f"<{tag}{a}>{inline_html(c)}</{tag}>" for c, a in zip(cells, aligned))  # noqa: B905
    return f"<tr>{''.join(shown)}</tr>"


def _split(line: str) -> list[str]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(line)]


def _alignment(cell: str) -> str:
    side = {(True, True): "center", (False, True): "right"}.get(
        (cell.startswith(":"), cell.endswith(":"))
    )
    return f' style="text-align:{side}"' if side else ""


def _paragraph(lines: list[str]) -> _Taken:
    more = _while(lines[1:], lambda line: bool(line.strip()) and not _starts_block(line))
    return f"<p>{_lines(lines[: 1 + more])}</p>", 1 + more


def _starts_block(line: str) -> bool:
    return any(start.match(line) for start in (_FENCE, _HEADING, _RULE, _QUOTE, _ITEM))


def _lines(lines: list[str]) -> str:
    """Lines that flow; two spaces or a backslash at the end of one break it."""
    text = "\n".join(line.lstrip() for line in lines).rstrip()
    broken = re.split(r" {2,}\n|\\\n", text)
    return "<br>\n".join(inline_html(piece) for piece in broken)


def _while(lines: list[str], holds: Callable[[str], bool]) -> int:
    return next((i for i, line in enumerate(lines) if not holds(line)), len(lines))


_INLINE = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | !\[(?P<alt>[^\]]*)\]\((?P<source>[^)\s]+)[^)]*\)
    | \[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]
      \((?P<target>(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\)
    | <(?P<address>(?:https?://|mailto:)[^\s<>]+)>
    | (?P<url>https?://[^\s<>]*[^\s<>.,;:!?)\]'"*_~])
    | (?P<strong>\*\*|(?<!\w)__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=strong)(?:(?<=\*)|(?!\w))
    | (?P<em>\*|(?<!\w)_)(?=[^\s*_])(?P<slanted>.+?)(?<=\S)(?P=em)(?:(?<=\*)|(?!\w))
    | ~~(?=\S)(?P<struck>.+?)(?<=\S)~~
    """,
    re.VERBOSE | re.DOTALL,
)
_SAFE_LINK = re.compile(r"^(?:https?:|mailto:|#|/|\./|\.\./|[^:]*$)", re.IGNORECASE)
_SAFE_IMAGE = re.compile(r"^data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$")


def inline_html(text: str) -> str:
    """What stands within a line.

    >>> inline_html("**b** & `<i>` [x](javascript:y)")
    '<strong>b</strong> &amp; <code>&lt;i&gt;</code> [x](javascript:y)'
    """
    found: list[str] = []
    position = 0
    for match in _INLINE.finditer(text):
        found.append(escape(text[position : match.start()]))
        found.append(_span(match))
        position = match.end()
    found.append(escape(text[position:]))
    return "".join(found)


def _span(match: re.Match[str]) -> str:
    part = match.groupdict()
    for name, tag in (("bold", "strong"), ("slanted", "em"), ("struck", "del")):
        if part[name] is not None:
            return f"<{tag}>{inline_html(part[name])}</{tag}>"
    if part["code"] is not None:
        return f"<code>{escape(part['code'].strip())}</code>"
    if part["escaped"] is not None:
        return escape(part["escaped"])
    if part["source"] is not None:
        return _image(part["alt"], part["source"], match.group())
    if part["target"] is not None:
        return _link(part["target"], inline_html(part["label"]), match.group())
    url = part["address"] or part["url"]
    return _link(url, escape(url), match.group())


def _link(target: str, label: str, written: str) -> str:
    if not _SAFE_LINK.match(target):
        return escape(written)
    return f'<a href="{escape(target)}" rel="noopener noreferrer">{label}</a>'


def _image(alt: str, source: str, written: str) -> str:
    """An image whose content is in the text; one from elsewhere is a link to it."""
    if _SAFE_IMAGE.match(source):
        return f'<img src="{escape(source)}" alt="{escape(alt)}">'
    return _link(source, escape(alt or source), written)
