"""`flowc schema`: the JSON Schema of the IR."""

from __future__ import annotations

import json

import click

from compiler.cli.console import show


@click.command("schema", short_help="Print the JSON Schema of --target ir.")
def command() -> None:
    """Print the JSON Schema of what `flowc compile --target ir` writes.

    \b
    Example:
      flowc schema > flow.schema.json
    """
    from compiler.backends.ir import ir_schema

    show(json.dumps(ir_schema(), indent=2, ensure_ascii=False) + "\n")
