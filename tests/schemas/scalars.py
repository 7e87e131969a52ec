"""Plain YAML text that kubectl's parser reads as something else than Python's does.

`y` is true to the one and text to the other, `1e3` a number to the one and text to the
other. Such text must stand in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

_NOT_TEXT = re.compile(
    r"""
      y | Y | n | N                                         # YAML 1.1 booleans
    | [-+]? (\.[0-9]+ | [0-9]+(\.[0-9]*)?) ([eE][-+]?[0-9]+)?  # floats without a dot
    | [-+]? 0[oO]?[0-7_]+ | [-+]? 0[xX][0-9a-fA-F_]+ | [-+]? 0[bB][01_]+ | [-+]? [0-9][0-9_]*
    | [-+]? \.(inf|Inf|INF) | \.(nan|NaN|NAN)
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\ ].*)?             # dates
    """,
    re.VERBOSE,
)

_RESOLVER = yaml.resolver.Resolver()


def check_scalars(text: str) -> Iterator[str]:
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if not isinstance(token, yaml.ScalarToken) or not token.plain:
            continue
        is_text = _tag(token.value) == "tag:yaml.org,2002:str"
        if is_text and _NOT_TEXT.fullmatch(token.value):
            line = token.start_mark.line + 1
            yield f"line {line}: `{token.value}` needs quotes, kubectl does not read it as text"


def _tag(value: str) -> str:
    # What PyYAML itself calls with every plain scalar; its stubs leave it untyped.
    return str(_RESOLVER.resolve(yaml.ScalarNode, value, (True, False)))  # type: ignore[no-untyped-call]
