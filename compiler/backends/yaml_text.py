"""YAML as `kubectl` and CloudFormation read it and a person would write it, by PyYAML.

PyYAML quotes what PyYAML itself would misread. Go's reader makes numbers, dates, booleans
and nulls of more plain texts (`1e3`, `0o17`, `1_000`, `on`, `2024-01-01`). So here a text
stays plain only where it begins with a letter or `/`, has nothing but harmless
characters and is no special word; every other one is quoted. So is a digest always, that one
line looks the same whatever its first character is.

PyYAML comes with libyaml on most machines, and is many times faster with it. Both give the
same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*(?:(?:::?|@)[A-Za-z0-9_./-]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SPECIAL_WORDS = frozenset(
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"]
)
_SURROGATES = re.compile("[\ud800-\udfff]")

_SHORT = 90
"""A list of texts is written in one line up to this length."""
_UNLIMITED = 2**31 - 1
_LONGEST_KEY = 128
"""Of a key that libyaml writes in front of its value."""


class Block(str):
    """A text of lines in printable ASCII, none with a blank at its end; written line by line."""

    __slots__ = ()


@dataclass(frozen=True)
class Tagged:
    """A value that its reader takes for something else, such as a reference: `!Ref Bucket`."""

    tag: str
    value: str | Sequence[object]


def dump_all(documents: Iterable[Mapping[str, object]]) -> bytes:
    """The documents as one file, in UTF-8."""
    dumper: Any = FastDumper or PureDumper
    made: bytes = yaml.dump_all(
        documents,
        Dumper=dumper,
        encoding="utf-8",
        explicit_start=True,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=_UNLIMITED,
    )
    return made


class _WithoutAliases:
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """What stands twice is written twice."""
        return True


class PureDumper(_WithoutAliases, yaml.SafeDumper):
    """PyYAML's own writer."""

    def check_simple_key(self) -> bool:
        """As libyaml decides it, which counts nothing but the key itself."""
        key = self.event.value if isinstance(self.event, yaml.ScalarEvent) else ""
        return len(key.encode()) <= _LONGEST_KEY

    def choose_scalar_style(self) -> str:
        """As libyaml decides it, which writes a plain text behind a tag too."""
        event = self.event
        if isinstance(event, yaml.ScalarEvent) and not event.style and not event.implicit[0]:
            return ""
        style: str = super().choose_scalar_style()
        return style


FastDumper: type[yaml.CSafeDumper] | None = None
"""libyaml's writer, where there is one."""

if yaml.__with_libyaml__:

    class _FastDumper(_WithoutAliases, yaml.CSafeDumper):
        pass

    FastDumper = _FastDumper


_TEXT, _LIST = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq"


def _text(dumper: yaml.representer.SafeRepresenter, text: str, tag: str = _TEXT) -> yaml.ScalarNode:
    special = text.lower() in _SPECIAL_WORDS or _DIGEST.fullmatch(text)
    plain = _PLAIN.fullmatch(text) and not special
    # A lone surrogate has no UTF-8, and no YAML reader takes its escape.
    known = text if plain else _SURROGATES.sub("\ufffd", text)
    return dumper.represent_scalar(tag, known, None if plain else '"')


def _block(dumper: yaml.representer.SafeRepresenter, text: Block) -> yaml.ScalarNode:
    return dumper.represent_scalar(_TEXT, str(text), "|")


def _tagged(dumper: yaml.representer.SafeRepresenter, value: Tagged) -> yaml.Node:
    if isinstance(value.value, str):
        return _text(dumper, value.value, value.tag)
    return dumper.represent_sequence(value.tag, value.value, flow_style=False)


def _list(dumper: yaml.representer.SafeRepresenter, values: Sequence[object]) -> yaml.SequenceNode:
    texts = [value for value in values if isinstance(value, str)]
    short = len(texts) == len(values) and sum(len(text) + 4 for text in texts) <= _SHORT
    return dumper.represent_sequence(_LIST, values, flow_style=short)


for _dumper in (PureDumper, FastDumper):
    if _dumper is not None:
        _dumper.add_representer(str, _text)
        _dumper.add_representer(list, _list)
        _dumper.add_representer(tuple, _list)
        _dumper.add_representer(Block, _block)
        _dumper.add_representer(Tagged, _tagged)
