"""Starts a run as the options say, and reports it."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import click

from compiler.backends.local.fork_server import WorkersDied
from compiler.backends.local.options import Resume, RunOptions
from compiler.backends.local.package_environments import CannotMakeEnvironments
from compiler.backends.local.resources import DoesNotFit, missing_resources
from compiler.backends.local.reuse import CannotResume
from compiler.backends.local.run_ids import new_run_id
from compiler.backends.local.scheduler import run_flow
from compiler.cli.console import show, wants_colour
from compiler.cli.main import INTERRUPTED
from compiler.cli.places import open_datastore
from compiler.cli.run_environments import environments_of
from compiler.cli.run_events import EventReport
from compiler.cli.run_id_file import check_run_id_file
from compiler.cli.run_notes import elsewhere_notes, lacking_notes
from compiler.cli.run_reading import ReadFlow
from compiler.cli.run_state import Invocation, RunState
from compiler.cli.run_text import TextReport, as_text
from compiler.cli.run_with import decorate
from compiler.environments.locking import Environments
from compiler.package.project import project_of
from compiler.runs.source import root_from
from runtime_shim.errors import FlowcError
from runtime_shim.identity import own_namespace, user_name
from runtime_shim.plan import Plan
from runtime_shim.project import ProjectContext
from runtime_shim.run_record import RunRecord, system_tags
from runtime_shim.store import Store

_EXIT_CODES = {"succeeded": 0, "failed": 1, "interrupted": INTERRUPTED}


def start(
    read: ReadFlow,
    parameters: Mapping[str, str],
    options: Mapping[str, Any],
    resume: Resume | None = None,
) -> int:
    """Runs the flow and gives the exit code. `options` are those of `run_options`."""
    program = read.checked.program
    assert program is not None, "a flow with errors has not come here"
    plan = decorate(read.plan, program.flow, options["additions"])
    store = open_datastore(options["datastore"])
    invocation = Invocation(read.argument, options["datastore"], options["run_id_file"])
    if invocation.run_id_file is not None:
        check_run_id_file(invocation.run_id_file)
    report = _report(plan, invocation, store, options)
    environments = environments_of(read, options)
    if not options["quiet"]:
        notes = elsewhere_notes(program.flow, environments=options["environment"] != "local")
        missing = [] if options["enforce"] else missing_resources(plan)
        for note in (*lacking_notes(missing), *notes):
            show(f"note: {note}\n", err=True)
    sys.stdout.flush()
    try:
        end = run_flow(
            plan,
            read.checked.project.root,
            store,
            _record(read, plan, store, options["tags"]),
            parameters,
            _run_options(read, environments, options),
            report,
            resume,
        )
    except (CannotMakeEnvironments, CannotResume, DoesNotFit, WorkersDied) as error:
        raise click.UsageError(str(error)) from None
    except FlowcError as error:
        raise click.ClickException(str(error)) from None
    finally:
        report.close()
    return _EXIT_CODES[end.status]


def _report(
    plan: Plan, invocation: Invocation, store: Store, options: Mapping[str, Any]
) -> RunState:
    if options["form"] == "json":
        return EventReport(plan, invocation, store, _print)
    quiet: bool = options["quiet"]
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        from rich.console import Console  # costs time that no pipe has use for

        from compiler.cli.run_display import TerminalReport

        colour = wants_colour(options["color"], sys.stdout)
        console = Console(no_color=not colour, highlight=False, markup=False, emoji=False)
        return TerminalReport(plan, invocation, store, console, quiet=quiet)
    colour = wants_colour(options["color"], sys.stdout)
    return TextReport(
        plan, invocation, store, lambda parts: _print(as_text(parts, colour=colour)), quiet=quiet
    )


def _print(line: str) -> None:
    show(f"{line}\n")


def _record(read: ReadFlow, plan: Plan, store: Store, tags: Sequence[str]) -> RunRecord:
    user = user_name()
    return RunRecord(
        flow=plan.flow,
        run=new_run_id(),
        created=time.time(),
        user=user,
        namespace=own_namespace(),
        tags=tuple(dict.fromkeys(tags)),
        system_tags=system_tags(user, _project(read)),
        process=os.getpid(),
        host=socket.gethostname(),
        file=plan.file,
        root=root_from(store, read.checked.project.root),
        configs={name: config.value for name, config in plan.configs.items()},
    )


def _project(read: ReadFlow) -> ProjectContext | None:
    assert read.checked.program is not None
    return project_of(read.checked.program.flow, read.settings)


def _run_options(
    read: ReadFlow, environments: Environments, options: Mapping[str, Any]
) -> RunOptions:
    project = _project(read)
    return RunOptions(
        max_workers=options["max_workers"],
        max_num_splits=options["max_num_splits"],
        python=options["python"],
        wait_before_retry=not options["no_retry_wait"],
        enforce=options["enforce"],
        api=options["api"],
        project=project.text if project else None,
        namespace=options["namespace"],
        environments=environments.by_step,
        locks=environments.locks,
    )
