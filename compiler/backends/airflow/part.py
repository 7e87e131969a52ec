"""What one concern of a flow adds to its DAG file."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.backends.airflow.imports import AnyImport
from compiler.backends.airflow.python import Expression

Kwargs = tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of the file, each for its own place in it."""

    dag: Kwargs = ()
    """Arguments of the DAG."""
    constants: Kwargs = ()
    """By their names."""
    functions: tuple[str, ...] = ()
    """Definitions, as their text without a newline at the end."""
    imports: tuple[AnyImport, ...] = ()
