"""The package environments that the tasks of a run go into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from compiler.cli.console import show_diagnostics
from compiler.cli.locking import telling
from compiler.cli.run_reading import ReadFlow
from compiler.environments.locking import Environments, Policy
from compiler.environments.locks import locks_of


def environments_of(read: ReadFlow, options: Mapping[str, Any]) -> Environments:
    """Those of the flow's steps, where they are asked for; their missing locks are made.

    Shows what is wrong with them, and exits.
    """
    program, report = read.checked.program, read.checked.report
    assert program is not None, "a flow with errors has not come here"
    if options["environment"] == "local":
        return Environments({}, {})

    locking = telling(read.argument, Policy.MAKE, quiet=options["quiet"])
    root = read.checked.project.root
    found = locks_of(program.flow, read.settings, root, report, locking)
    if report.failed:
        show_diagnostics(read.argument, read.checked, report.errors, options["color"])
        click.get_current_context().exit(1)
    return found
