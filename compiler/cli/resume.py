"""`flowc resume`: goes on with a run that did not succeed."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    from compiler.pipeline import read_program

    program = read_program(flow).program
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
    help="The run to go on with.  [default: the newest of yours]",
)
@run_options
@reading_options
def command(
    words: tuple[str, ...], origin: str | None, color: str, quiet: bool, **options: Any
) -> None:
    """Go on with a run that failed or was interrupted, as a new run.

    Tasks that finished are reused, neither run nor copied; with STEP, only those that come
    before it. Parameters and configs stay as they were. The flow may have changed since:
    what runs is the flow as it is now. Without FLOW it is that of the run.

    \b
    Examples:
      flowc resume
      flowc resume train.py
      flowc resume train.py fit --run 1717171717000000
    """
    from compiler.backends.local.options import Resume
    from compiler.cli.places import open_datastore
    from compiler.cli.run_reading import read_flow
    from compiler.cli.run_start import start

    ctx = click.get_current_context()
    for name in ("configs", "config_values"):
        if options[name]:
            raise click.UsageError("a run that is resumed keeps its configs: give none", ctx)
    flow, step = _words(ctx, words)
    store = open_datastore(options["datastore"])
    record = _origin(store, flow, step, origin)
    # What the configs said then: the files may be gone, and tasks that are reused read them.
    kept = {name: value for name, value in record.configs.items() if value is not None}
    tables = [*options["tables"], {"config-values": kept}]
    argument = _flow_of(store, record, flow)
    read = read_flow(argument, {**options, "tables": tables, "color": color})
    if not quiet:
        read.show_warnings()
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


def _origin(store: Store, flow: str | None, step: str | None, named: str | None) -> RunRecord:
    """The run that was named, or else the newest of the user's and of the flow."""
    from compiler.cli.places import plain_errors
    from compiler.runs.places import NotThere, find_place
    from compiler.runs.status import RUNNING, SUCCEEDED, run_status
    from runtime_shim.history import History

    ctx = click.get_current_context()
    with plain_errors():
        try:
            record = _newest(store, flow) if named is None else find_place(store, named).record
        except NotThere as error:
            raise click.UsageError(str(error), ctx) from None
        word = run_status(History(store, record.flow, record.run), record).word
    run = f"{record.flow}/{record.run}"
    if word == RUNNING and named is None:
        # After a restart of the machine another process may have the scheduler's number.
        raise click.UsageError(
            f"the run {run} seems to be running still, as the process {record.process}: stop it, "
            f"or wait for its end; `--run {record.run}` resumes it all the same",
            ctx,
        )
    if word == SUCCEEDED and step is None and named is None:
        raise click.UsageError(
            f"there is nothing to resume: the newest run {run} succeeded; --run ID names "
            "another, and a STEP is where it starts again",
            ctx,
        )
    return record


def _newest(store: Store, flow: str | None) -> RunRecord:
    """The user's newest run of the flow, `FLOW[:CLASS]`, or of any; raises `NotThere`."""
    from compiler.runs.places import NotThere, records_of
    from runtime_shim.identity import own_namespace

    namespace = own_namespace()
    own = [record for record in records_of(store) if record.file and record.is_in(namespace)]
    for record in own:
        if flow is None or _is_of(store, record, flow):
            return record
    raise NotThere(_nothing_of(store, flow, own))


def _is_of(store: Store, record: RunRecord, flow: str) -> bool:
    from compiler.pipeline import split_flow
    from compiler.runs.source import source_of

    path, name = split_flow(flow)
    source = source_of(store, record)
    return name in (None, record.flow) and source is not None and source.samefile(path)


def _nothing_of(store: Store, flow: str | None, own: Sequence[RunRecord]) -> str:
    """That there is no run of a flow; where its class had runs as another file, that as well."""
    from compiler.pipeline import read_program, split_flow

    if flow is None:
        return f"there is no run to go on with in the datastore {store.root}"
    message = f"there is no run of {flow} to go on with in the datastore {store.root}"
    program = read_program(flow).program
    name = program.flow.name if program is not None else split_flow(flow)[1]
    for record in own:
        if record.flow == name:
            return (
                f"{message}; the newest of {name} is {record.run}, of another file, "
                f"{record.file}: --run {record.run} goes on with it"
            )
    return message


def _flow_of(store: Store, record: RunRecord, given: str | None) -> str:
    """`FLOW:CLASS` of a run; the file that was given goes over the one that it was of."""
    from compiler.cli.console import from_here
    from compiler.pipeline import split_flow
    from compiler.runs.source import source_of

    if given is not None:
        return f"{split_flow(given)[0]}:{split_flow(given)[1] or record.flow}"
    file = source_of(store, record)
    if file is None:
        raise click.UsageError(
            f"the flow of the run {record.flow}/{record.run} is not here: name its file",
            click.get_current_context(),
        )
    return f"{from_here(file)}:{record.flow}"


def _check_step(read: ReadFlow, step: str) -> None:
    from compiler.diagnostics.diagnostic import did_you_mean

    steps = tuple(read.plan.steps)
    if step not in steps:
        hint = did_you_mean(step, steps) or f"; it has {', '.join(steps)}"
        raise click.UsageError(
            f"the flow {read.plan.flow} has no step `{step}`{hint}", click.get_current_context()
        )
