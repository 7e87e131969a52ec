"""`flowc package`: lists what the tasks of a flow bring along, and writes it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.code_packages import described, packaged, size_text
from compiler.cli.console import show, wants_colour
from compiler.cli.options import flow_argument, settings_options
from compiler.cli.places import json_option, show_json
from compiler.cli.settings import read_options, usage_errors
from compiler.cli.values import not_empty

if TYPE_CHECKING:
    from compiler.package.code_package import CodePackage


@click.command("package", short_help="List or write a code package.")
@flow_argument
@click.option(
    "--output", "-o", metavar="FILE", callback=not_empty, help="Write the package, a zip."
)
@json_option
@settings_options
def command(flow: str, output: str | None, form: str, color: str, **options: Any) -> None:
    """List the files that the tasks of a flow bring along when they run in containers.

    These are the flow's file, the modules of the project that it imports, directly or not, with
    the whole folders of packages, the files of IncludeFiles and Configs, and what `include` in
    the settings names. What .gitignore or `exclude` names is left out. The package is named by
    its sha256, and has the same bytes everywhere. flowc upload puts it into the datastore.

    \b
    Examples:
      flowc package train.py
      flowc package train.py --output train.zip
      flowc package train.py --set 'include=["queries/*.sql"]' --format json
    """
    with usage_errors():
        settings = read_options(flow, options)
    package = packaged(flow, settings, color, options)
    if form == "json":
        show_json(_facts(package))
    else:
        show(_table(package, wants_colour(color, sys.stdout)))
        click.echo(described(package), err=True)
    if output is not None:
        _write(package, Path(output))


def _write(package: CodePackage, file: Path) -> None:
    try:
        with file.open("wb") as opened:
            opened.writelines(package.pieces())
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {error.strerror}") from None
    click.echo(f"wrote {file}", err=True)


def _rows(package: CodePackage) -> list[tuple[str, int, str]]:
    from compiler.package.wanted import Reason

    rows = [(file.name, file.size, file.reason.value) for file in package.files]
    rows += [(name, len(content), Reason.OWN.value) for name, content in package.own.items()]
    return sorted(rows)


def _table(package: CodePackage, colour: bool) -> str:
    from compiler.cli.human import table

    rows = [(size_text(count), name, why) for name, count, why in _rows(package)]
    return table([("SIZE", "FILE", "WHY"), *rows], colour, right=(0,))


def _facts(package: CodePackage) -> dict[str, Any]:
    files = [{"name": name, "size": size, "why": why} for name, size, why in _rows(package)]
    return {
        "flow": package.flow,
        "sha256": package.sha256,
        "size": package.size,
        "files": files,
    }
