"""`flowc resume`: goes on with a run that did not succeed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compiler.cli import values
from compiler.cli.options import reading_options
from compiler.cli.run_options import run_options

if TYPE_CHECKING:
    from compiler.cli.run_reading import ReadFlow
    from runtime_shim.run_record import RunRecord
    from runtime_shim.store import Store


class ResumeCommand(click.Command):
    """Tells whoever gives a parameter that it stays what it was."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise click.UsageError(
                f"{error.format_message()}\nA run that is resumed keeps its parameters: they "
                "cannot be given anew.",
                ctx,
            ) from None


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Files for FLOW, then the flow's steps."""
    flow, _ = _words(ctx, ctx.params.get("words") or ())
    if flow is None:
        return values.complete_flow(ctx, param, incomplete)
    from compiler.pipeline import check_flow

    program = check_flow(flow).program
    steps = program.flow.by_name if program is not None else ()
    return [step for step in steps if step.startswith(incomplete)]


@click.command("resume", cls=ResumeCommand, short_help="Go on with a run that failed.")
@click.argument("words", metavar="[FLOW[:CLASS]] [STEP]", nargs=-1, shell_complete=_complete)
@click.option(
    "--run",
    "--origin-run-id",
    "origin",
    metavar="ID",
    callback=values.not_empty,
    help="The run to go on with.  [default: the newest that did not succeed]",
)
@run_options
@reading_options
def command(
    words: tuple[str, ...], origin: str | None, color: str, quiet: bool, **options: Any
) -> None:
    """Go on with a run that failed or was interrupted, as a new run.

    Tasks that finished are reused, neither run nor copied; with STEP, only those that come
    before it. Parameters and configs stay as they were. The flow may have changed since:
    what runs is the flow as it is now. Without FLOW it is that of the newest run that did
    not succeed.

    \b
    Examples:
      flowc resume
      flowc resume train.py
      flowc resume train.py fit --run 1717171717000000
    """
    from compiler.backends.local.options import Resume
    from compiler.cli.run_reading import read_flow
    from compiler.cli.run_start import datastore_of, start

    ctx = click.get_current_context()
    for name in ("configs", "config_values"):
        if options[name]:
            raise click.UsageError("a run that is resumed keeps its configs: give none", ctx)
    flow, step = _words(ctx, words)
    record = _origin(datastore_of(flow or Path.cwd(), options["datastore"]), flow, origin)
    # What the configs said then: the files may be gone, and tasks that are reused read them.
    kept = {name: value for name, value in record.configs.items() if value is not None}
    tables = [*options["tables"], {"config-values": kept}]
    read = read_flow(flow or _flow_of(record), {**options, "tables": tables, "color": color})
    if not quiet:
        read.show_warnings(color)
    if step is not None:
        _check_step(read, step)
    resume = Resume(record.run, frozenset([step] if step else []))
    ctx.exit(start(read, {}, {**options, "color": color, "quiet": quiet}, resume))


def _words(ctx: click.Context, words: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The flow and the step; what names a file is a flow."""
    if len(words) > 2:
        raise click.UsageError(f"a flow and a step are named, not also `{words[2]}`", ctx)
    first, second = (*words, None, None)[:2]
    if first is None:
        return None, None
    if second is None and re.fullmatch(r"\w+", first) and not Path(first).exists():
        return None, first
    return values.flow_path(ctx, ctx.command.params[0], first), second


def _origin(store: Store, flow: str | None, named: str | None) -> RunRecord:
    """The run that was named, or the newest of the flow that did not succeed, or the newest."""
    from compiler.cli.places import plain_errors
    from compiler.runs.places import NotThere, find_place, records_of
    from compiler.runs.status import RUNNING, SUCCEEDED, run_status
    from runtime_shim.history import History

    ctx = click.get_current_context()
    with plain_errors():
        if named is not None:
            try:
                return find_place(store, named).record
            except NotThere as error:
                raise click.UsageError(str(error), ctx) from None
        newest = None
        for record in filter(_is_of(flow), records_of(store)):
            word = run_status(History(store, record.flow, record.run), record).word
            if word not in (RUNNING, SUCCEEDED):
                return record
            newest = newest or (record if word == SUCCEEDED else None)
    if newest is None:
        of_flow = f" of {flow}" if flow else ""
        raise click.UsageError(
            f"there is no run{of_flow} to go on with in the datastore {store.root}", ctx
        )
    return newest


def _is_of(flow: str | None) -> Callable[[RunRecord], bool]:
    """Tells the runs of a flow, `FLOW[:CLASS]`; without one, of any flow with a file."""
    from compiler.frontend.project import find_project
    from compiler.pipeline import split_flow

    if flow is None:
        return lambda record: record.file is not None
    path, name = split_flow(flow)
    file = find_project(path).relative(path)
    return lambda record: record.file == file and name in (None, record.flow)


def _flow_of(record: RunRecord) -> str:
    """`FLOW:CLASS` of a run, whose file is looked up in the current folder's project."""
    from compiler.frontend.project import find_project

    here = Path.cwd()
    file = find_project(here / "flow.py").root / (record.file or "")
    if not file.is_file():
        raise click.UsageError(
            f"the flow of the run {record.flow}/{record.run} is not here: name its file",
            click.get_current_context(),
        )
    path = file.relative_to(here) if file.is_relative_to(here) else file
    return f"{path}:{record.flow}"


def _check_step(read: ReadFlow, step: str) -> None:
    from compiler.diagnostics.diagnostic import did_you_mean

    steps = tuple(read.plan.steps)
    if step not in steps:
        hint = did_you_mean(step, steps) or f"; it has {', '.join(steps)}"
        raise click.UsageError(
            f"the flow {read.plan.flow} has no step `{step}`{hint}", click.get_current_context()
        )
