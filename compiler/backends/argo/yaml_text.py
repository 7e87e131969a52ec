"""YAML as `kubectl` reads it and a person would write it.

PyYAML is not used for writing: its pure form takes ten seconds for 10,000 steps, its C
form is not everywhere and quotes differently. What a document needs is small: mappings,
lists, texts, whole numbers and booleans.

Go's YAML reader makes numbers, dates, booleans and nulls of many plain texts (`1e3`,
`0o17`, `1_000`, `on`, `2024-01-01`). So a text stays plain only where it begins
with a letter or `/`, has nothing but harmless characters and is no special word; every
other one is quoted, as in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*(?:[:@][A-Za-z0-9_./-]+)*")
_SPECIAL_WORDS = frozenset(
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"]
)
# Characters that JSON lets stand but YAML calls not printable, or a line break.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")

_SHORT = 90
"""A list of texts is written in one line up to this length."""


def dump_all(documents: Iterable[Mapping[str, object]]) -> bytes:
    """The documents as one file, in UTF-8."""
    return "---\n".join("".join(_block(document, "")) for document in documents).encode()


def scalar(value: object) -> str:
    """One text, number or boolean.

    >>> scalar("train"), scalar("on"), scalar("1e3"), scalar(3), scalar(True)
    ('train', '"on"', '"1e3"', '3', 'true')
    """
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _SPECIAL_WORDS
        return value if plain else _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"no scalar of YAML: {value!r}")


def _quoted(text: str) -> str:
    # A lone surrogate has no UTF-8, and no YAML reader takes its escape.
    quoted = json.dumps(_SURROGATES.sub("\ufffd", text), ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _block(node: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in node.items():
        yield f"{indent}{scalar(key)}:"
        yield from _value(value, indent)


def _value(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        if not value:
            yield " {}\n"
            return
        yield "\n"
        yield from _block(value, indent + "  ")
    elif isinstance(value, (list, tuple)):
        line = _one_line(value)
        if line is not None:
            yield f" {line}\n"
            return
        yield "\n"
        yield from _items(value, indent)
    else:
        yield f" {scalar(value)}\n"


def _items(values: Sequence[object], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping) and value:
            lines = "".join(_block(value, indent + "  "))
            yield f"{indent}- {lines[len(indent) + 2 :]}"
        elif isinstance(value, Mapping):
            yield f"{indent}- {{}}\n"
        elif isinstance(value, (list, tuple)):
            raise TypeError(f"no list in a list: {value!r}")
        else:
            yield f"{indent}- {scalar(value)}\n"


def _one_line(values: Sequence[object]) -> str | None:
    """`[a, "-b"]`, if the list is short and has nothing but texts without line breaks."""
    if not all(isinstance(value, str) for value in values):
        return None
    # In brackets a plain text must not hold `:`.
    texts = [_quoted(str(v)) if ":" in str(v) else scalar(v) for v in values]
    line = f"[{', '.join(texts)}]"
    return line if len(line) <= _SHORT else None
