"""`flowc package`: lists what the tasks of a flow bring along, and writes it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from compiler.cli.code_packages import described, packaged, size_text
from compiler.cli.console import show, wants_colour
from compiler.cli.options import flow_argument, settings_options
from compiler.cli.places import json_option, show_json
from compiler.cli.settings import read_options, usage_errors

if TYPE_CHECKING:
    from compiler.package.code_package import CodePackage


@click.command("package", short_help="List or write a code package.")
@flow_argument
@click.option(
    "--output",
    "-o",
    type=click.File("wb", lazy=True),
    metavar="FILE",
    help="Write the package, a zip, to this file; - for standard output, without a list.",
)
@json_option
@settings_options
def command(flow: str, output: BinaryIO | None, form: str, color: str, **options: Any) -> None:
    """List the files that the tasks of a flow bring along when they run in containers.

    These are the flow's file, the modules of the project that it imports, directly or not, with
    the whole folders of packages, the files of IncludeFiles and Configs, and what `include` in
    the settings names. What .gitignore or `exclude` names is left out. The package is named by
    its sha256, and has the same bytes everywhere. flowc upload puts it into the datastore.

    \b
    Examples:
      flowc package train.py
      flowc package train.py --output train.zip
      flowc package train.py --output - | sha256sum
      flowc package train.py --set 'include=["queries/*.sql"]' --format json
    """
    prints_zip = output is not None and output.name == "-"
    if prints_zip and form == "json":
        raise click.UsageError("--format json needs standard output for itself: name a file")
    with usage_errors():
        settings = read_options(flow, options)
    package = packaged(flow, settings, color, options)
    if form == "json":
        show_json(_facts(package))
    else:
        if not prints_zip:
            show(_table(package, wants_colour(color, sys.stdout)))
        click.echo(described(package), err=True)
    if output is not None:
        _write(package, output)
        if not prints_zip:
            click.echo(f"wrote {output.name}", err=True)


def _write(package: CodePackage, output: BinaryIO) -> None:
    from compiler.package.archive import Changed

    try:
        output.writelines(package.pieces())
        output.flush()
    except (Changed, FileNotFoundError):
        raise click.ClickException("the files were changed meanwhile; package once more") from None


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
