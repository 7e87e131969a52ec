"""Amounts, durations and cron expressions: how people write them, and one form for each."""

from __future__ import annotations

from compiler.quantities.count import parse_count
from compiler.quantities.cpu import format_cpu, parse_cpu
from compiler.quantities.cron import parse_cron
from compiler.quantities.cron_text import to_aws, to_standard
from compiler.quantities.duration import parse_duration
from compiler.quantities.errors import Inexpressible, QuantityError
from compiler.quantities.locate import quantity_diagnostic
from compiler.quantities.resource import parse_resource
from compiler.quantities.size import format_bytes, parse_memory

__all__ = [
    "Inexpressible",
    "QuantityError",
    "format_bytes",
    "format_cpu",
    "parse_count",
    "parse_cpu",
    "parse_cron",
    "parse_duration",
    "parse_memory",
    "parse_resource",
    "quantity_diagnostic",
    "to_aws",
    "to_standard",
]
