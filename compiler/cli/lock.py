"""`flowc lock`: makes the locks of a flow's package environments."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.bundles import DRIFT
from compiler.cli.console import show, show_diagnostics, wants_colour
from compiler.cli.locking import telling
from compiler.cli.options import flow_argument, reading_options
from compiler.cli.places import json_option, show_json
from compiler.cli.settings import check_configs, read_options, usage_errors

if TYPE_CHECKING:
    from compiler.environments.locking import Environments
    from compiler.environments.request import Request
    from compiler.pipeline import Checked
    from compiler.settings import Settings


@click.command("lock", short_help="Pin the packages of @pypi and @conda.")
@flow_argument
@click.option("--upgrade", is_flag=True, help="Look all packages up anew.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 3 if a lock is missing or damaged."
)
@click.option("--quiet", "-q", is_flag=True, help="Do not say what is looked up.")
@json_option
@reading_options
def command(
    flow: str,
    upgrade: bool,
    check: bool,
    quiet: bool,
    form: str,
    color: str,
    **options: Any,
) -> None:
    """Look up the packages that @pypi and @conda ask for, and keep the outcome in locks.

    A lock lists every package that a step needs with its version and the sha256 of its files, and
    tasks install nothing else. It is made once, a file in the folder that the setting `locks`
    names; keep it under version control. Steps that ask for the same share one. flowc compile
    makes missing locks, too, but never changes one.

    Packages of PyPI are looked up by uv (pip install 'flowc[pypi]'), in the indexes that its own
    configuration names, those of conda by micromamba.

    \b
    Examples:
      flowc lock train.py
      flowc lock train.py --upgrade
      flowc lock train.py --check

    \b
    Exit codes:
      0  all locks are there
      1  the flow has errors, or a lock could not be made
      3  --check found that a lock is missing or damaged
    """
    from compiler.diagnostics.report import Report
    from compiler.environments.locking import Locking, Policy
    from compiler.environments.locks import locks_of
    from compiler.environments.request import requests_of
    from compiler.pipeline import read_program

    if upgrade and check:
        raise click.UsageError("--check writes nothing and --upgrade writes: give one of them")
    with usage_errors():
        settings = read_options(flow, options)
        checked = read_program(flow, settings)
    check_configs(checked, options)
    if checked.program is None:
        show_diagnostics(flow, checked, checked.report.errors, color)
        click.get_current_context().exit(1)
    program, root = checked.program.flow, checked.project.root
    before = locks_of(program, settings, root, Report(), Locking(flow, Policy.CHECK))
    policy = Policy.READ if check else Policy.RENEW if upgrade else Policy.MAKE
    # What becomes of each lock is in the table.
    locking = replace(telling(flow, policy, quiet=quiet), made=None)
    after = locks_of(program, settings, root, checked.report, locking)
    rows = _rows(requests_of(program, settings, Report()), before, after, settings)
    if form == "json":
        show_json(rows)
    elif rows:
        show(_table(rows, wants_colour(color, sys.stdout)))
    elif not checked.report.failed:
        click.echo("no step asks for packages", err=True)
    _exit(flow, checked, check, color)


def _exit(flow: str, checked: Checked, check: bool, color: str) -> None:
    """Shows what is wrong with locks, if anything, and then exits."""
    from compiler.diagnostics.catalogue.environments import LockDamaged, LockMissing

    errors = checked.report.errors
    if not errors:
        return
    show_diagnostics(flow, checked, errors, color)
    only_locks = all(isinstance(error, LockMissing | LockDamaged) for error in errors)
    click.get_current_context().exit(DRIFT if check and only_locks else 1)


def _rows(
    requests: Mapping[str, Request], before: Environments, after: Environments, settings: Settings
) -> list[dict[str, Any]]:
    """The facts of each environment, in the order of the steps."""
    rows: dict[str, dict[str, Any]] = {}
    for step, request in requests.items():
        row = rows.setdefault(
            request.id,
            {
                "environment": request.id,
                "lock": f"{settings.locks}/{request.id}.txt",
                "state": _state(before.locks.get(request.id), after.locks.get(request.id)),
                "manager": request.manager,
                "python": request.python,
                "packages": list(request.packages),
                "steps": [],
            },
        )
        row["steps"].append(step)
    return list(rows.values())


def _state(before: bytes | None, after: bytes | None) -> str:
    if after is None:
        return "lacking"
    if before is None:
        return "made"
    return "unchanged" if before == after else "renewed"


def _table(rows: list[dict[str, Any]], colour: bool) -> str:
    from compiler.cli.human import Cell, table
    from compiler.diagnostics.render.terminal import plain

    header: list[Cell] = ["LOCK", "STATE", "PYTHON", "STEPS"]
    body: list[list[Cell]] = [
        [plain(row["lock"]), row["state"], row["python"], ", ".join(row["steps"])] for row in rows
    ]
    return table([header, *body], colour)
