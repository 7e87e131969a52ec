"""Diagnostics as SARIF 2.1.0 (OASIS), which code hosts and editors show in place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.explain import explanation
from compiler.diagnostics.render.common import Locate, unchanged
from compiler.diagnostics.span import Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render_sarif(
    diagnostics: Sequence[Diagnostic], *, version: str, locate: Locate = unchanged
) -> str:
    """A log of one run of flowc; `version` is flowc's own."""
    kinds = sorted({type(found) for found in diagnostics}, key=lambda kind: kind.code)
    rules = {kind: index for index, kind in enumerate(kinds)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "flowc",
                        "version": version,
                        "rules": [_rule(kind) for kind in kinds],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(found, rules[type(found)], locate) for found in diagnostics],
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(kind: type[Diagnostic]) -> dict[str, object]:
    return {
        "id": kind.code,
        "name": kind.__name__,
        "shortDescription": {"text": kind.title},
        "help": {"text": explanation(kind)},
        "defaultConfiguration": {"level": kind.severity.value},
    }


def _result(found: Diagnostic, rule: int, locate: Locate) -> dict[str, object]:
    text = f"{found.message}\n{found.advice}" if found.advice else found.message
    result: dict[str, object] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": found.severity.value,
        "message": {"text": text},
        "locations": [_location(found.span, locate)],
    }
    if found.related:
        result["relatedLocations"] = [
            {**_location(related.span, locate), "message": {"text": related.label}}
            for related in found.related
        ]
    return result


def _location(span: Span, locate: Locate) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(locate(span.file))},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }


def _uri(path: str) -> str:
    """A relative path as a relative reference, an absolute one as a `file:` URI."""
    if PurePath(path).is_absolute():
        return PurePath(path).as_uri()
    return quote(path)
