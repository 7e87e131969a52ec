"""Writes bundles into a folder, or shows how it differs from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compiler.cli.code_packages import size_text
from compiler.cli.console import show
from compiler.cli.settings import usage_errors

if TYPE_CHECKING:
    from compiler.backends.bundle import Bundle

DRIFT = 3


def compare(bundles: Sequence[Bundle], folder: Path, expected: str, quiet: bool) -> None:
    """Shows a diff and exits with `DRIFT` where the folder does not hold the bundles.

    `expected` ends the sentence that says so: "... is not what the flow compiles to".
    """
    from compiler.output import OutputError, drift

    with usage_errors(OutputError):
        difference = "".join(drift(bundle, folder, folder.as_posix()) for bundle in bundles)
    if difference:
        show(difference)
        click.echo(f"{folder} is not what {expected}; without --check it is written anew", err=True)
        click.get_current_context().exit(DRIFT)
    if not quiet:
        click.echo(f"{folder} is up to date", err=True)


def write(bundles: Sequence[Bundle], folder: Path, quiet: bool) -> None:
    """Makes the folder hold the bundles, and says what changed."""
    from compiler.output import OutputError, write_bundle

    for bundle in bundles:
        with usage_errors(OutputError):
            written = write_bundle(bundle, folder)
        if quiet:
            continue
        for path in bundle.files:
            verb = "wrote" if path in written.changed else "unchanged"
            click.echo(f"{verb} {folder / path} ({size_text(len(bundle.files[path]))})", err=True)
        for path in written.removed:
            click.echo(f"removed {folder / path}", err=True)
