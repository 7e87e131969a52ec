"""From a QuantityError to a diagnostic at the very characters."""

from __future__ import annotations

import ast
import re

from compiler.diagnostics.catalogue.quantities import (
    BadCount,
    BadCpu,
    BadCron,
    BadDuration,
    BadQuantity,
    BadResource,
    BadSize,
)
from compiler.diagnostics.span import SourceFile, Span
from compiler.quantities.errors import Kind, QuantityError

_DIAGNOSTICS: dict[Kind, type[BadQuantity]] = {
    "cpu": BadCpu,
    "size": BadSize,
    "count": BadCount,
    "resource": BadResource,
    "duration": BadDuration,
    "cron": BadCron,
}
_OPENING = re.compile(r"""[rRuU]?("{3}|'{3}|"|')""")


def quantity_diagnostic(error: QuantityError, node: ast.expr, source: SourceFile) -> BadQuantity:
    """The diagnostic for a value that `node` gave.

    Its span is the bad characters where the node is a one-line string that stands in the
    source just as it is, else the whole expression.
    """
    span = source.span(node)
    if error.length or error.start:
        span = _inside(error, node, source, span)
    return _DIAGNOSTICS[error.kind](span=span, problem=error.problem, hint=error.hint)


def _inside(error: QuantityError, node: ast.expr, source: SourceFile, span: Span) -> Span:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return span
    if span.line != span.end_line:
        return span
    text = source.lines[span.line - 1][span.column - 1 : span.end_column - 1]
    opening = _OPENING.match(text)
    # Escapes and adjacent literals make the text differ from the value: no offsets then.
    if not opening or text[opening.end() : -len(opening[1])] != node.value:
        return span
    return span.within(opening.end() + error.start, error.length)
