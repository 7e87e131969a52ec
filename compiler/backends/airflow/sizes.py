"""Limits that only the finished DAG tells."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.airflow.limits import MILLISECONDS_A_TASK, SLOW_IMPORT_SECONDS
from compiler.diagnostics.catalogue.airflow import SlowToImport
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.flow import Flow


def size_problems(flow: Flow, tasks: int) -> Iterator[Diagnostic]:
    """What is too much of a DAG with so many tasks, a mapped one counting once."""
    seconds = tasks * MILLISECONDS_A_TASK // 1000
    if seconds >= SLOW_IMPORT_SECONDS:
        yield SlowToImport(span=flow.span, tasks=f"{tasks:,}", seconds=seconds)
