"""The package environments that the tasks of a run go into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from compiler.cli.console import show, show_diagnostics
from compiler.cli.run_reading import ReadFlow
from compiler.environments.locking import Environments, Locking, Policy
from compiler.environments.locks import locks_of
from compiler.environments.request import Request


def environments_of(read: ReadFlow, options: Mapping[str, Any]) -> Environments:
    """Those of the flow's steps, where they are asked for; their missing locks are made.

    Shows what is wrong with them, and exits.
    """
    program, report = read.checked.program, read.checked.report
    assert program is not None, "a flow with errors has not come here"
    if options["environment"] == "local":
        return Environments({}, {})

    def tell(request: Request) -> None:
        if not options["quiet"]:
            show(f"looking up {', '.join(request.packages)}\n", err=True)

    root = read.checked.project.root
    found = locks_of(program.flow, read.settings, root, report, Locking(Policy.MAKE, tell))
    if report.failed:
        show_diagnostics(read.argument, read.checked, report.errors, options["color"])
        click.get_current_context().exit(1)
    return found
