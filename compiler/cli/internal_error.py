"""What the user sees when flowc itself goes wrong: a request to report it, no traceback."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback

import click

from compiler.diagnostics.render.terminal import plain
from compiler.version import VERSION

INTERNAL_ERROR = 70
"""EX_SOFTWARE of sysexits.h."""


def report_internal_error(error: Exception, *, show: bool) -> None:
    """Prints what went wrong, and the traceback or the file that holds it."""
    details = "".join(traceback.format_exception(error))
    headline = plain(traceback.format_exception_only(error)[-1].strip())
    versions = f"flowc {VERSION}, Python {platform.python_version()}, {sys.platform}"
    file = None if show else _save(f"{versions}\n\n{details}")
    click.echo(
        f"flowc: internal error: {headline}\n"
        "This is a mistake of flowc's, not of your flow's. Please report it to the maintainers of\n"
        f"flowc, with the flow if you can share it, and with this ({versions}):",
        err=True,
    )
    if file is None:
        click.echo(details, err=True, nl=False)
    else:
        click.echo(f"  {file}", err=True)
        click.echo("FLOWC_TRACEBACK=1 or --traceback shows the traceback here.", err=True)


def _save(text: str) -> str | None:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="flowc-error-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
    except OSError:
        return None
    return file.name
