"""YAML as `kubectl` reads it and a person would write it, by PyYAML.

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
from typing import Any

import yaml

from compiler.backends.argo.models import Document

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*(?:[:@][A-Za-z0-9_./-]+)*")
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


def dump_all(documents: Iterable[Document | Mapping[str, object]]) -> bytes:
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


FastDumper: type[yaml.CSafeDumper] | None = None
"""libyaml's writer, where there is one."""

if yaml.__with_libyaml__:

    class _FastDumper(_WithoutAliases, yaml.CSafeDumper):
        pass

    FastDumper = _FastDumper


def _text(dumper: yaml.representer.SafeRepresenter, text: str) -> yaml.ScalarNode:
    special = text.lower() in _SPECIAL_WORDS or _DIGEST.fullmatch(text)
    plain = _PLAIN.fullmatch(text) and not special
    # A lone surrogate has no UTF-8, and no YAML reader takes its escape.
    known = text if plain else _SURROGATES.sub("\ufffd", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", known, None if plain else '"')


def _list(dumper: yaml.representer.SafeRepresenter, values: Sequence[object]) -> yaml.SequenceNode:
    texts = [value for value in values if isinstance(value, str)]
    short = len(texts) == len(values) and sum(len(text) + 4 for text in texts) <= _SHORT
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=short)


for _dumper in (PureDumper, FastDumper):
    if _dumper is not None:
        _dumper.add_representer(str, _text)
        _dumper.add_representer(list, _list)
        _dumper.add_representer(tuple, _list)
