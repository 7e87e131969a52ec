"""Arguments and options of the commands that look into a datastore."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import click

from compiler.cli.console import show

if TYPE_CHECKING:
    from compiler.runs.places import Place
    from runtime_shim.manifest import TaskId
    from runtime_shim.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])


def complete_pathspec(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The flows, runs, steps and tasks that begin like this."""
    from compiler.runs.places import completions

    # A shell shows nothing while it completes: so neither a folder that cannot be read.
    with suppress(Exception):
        return list(completions(open_datastore(ctx.params.get("datastore")), incomplete))
    return []


def complete_flow_name(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The flows of the datastore that begin like this."""
    return [name for name in complete_pathspec(ctx, _param, incomplete) if "/" not in name]


datastore_option = click.option(
    "--datastore",
    metavar="ROOT",
    help="Where the runs are kept: a folder or a URL. By default FLOWC_DATASTORE, else .flowc in "
    "the project that the current folder is in, or in that folder.",
)

json_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)


pathspec_argument = click.argument(
    "pathspec",
    metavar="[[FLOW/]RUN[/STEP[/TASK]]]",
    required=False,
    default="latest",
    shell_complete=complete_pathspec,
)
"""The run, step or task that a command is about: where none is named the newest run."""


def open_datastore(root: str | None) -> Store:
    """The datastore of the option, or that of the current folder."""
    from runtime_shim.local_datastore import absolute_root, default_datastore
    from runtime_shim.store import UnknownStore, open_store

    try:
        return open_store(absolute_root(root) if root else default_datastore(), prompt=True)
    except UnknownStore as error:
        named = "--datastore" if root else "FLOWC_DATASTORE"
        raise click.BadParameter(str(error), param_hint=named) from None


def demand_flow(store: Store, name: str, known: list[str], found: str) -> None:
    """Wrong usage where a flow that was named is none of the known ones."""
    from compiler.diagnostics.diagnostic import did_you_mean

    if name not in known:
        hint = did_you_mean(name, known) or f"; it has {', '.join(known) or 'none yet'}"
        raise click.UsageError(
            f"the datastore {store.root} has {found} of a flow `{name}`{hint}",
            click.get_current_context(),
        )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turns what the runtime says to a user into an error of the command."""
    from runtime_shim.errors import FlowcError
    from runtime_shim.store import Missing

    try:
        yield
    except FlowcError as error:
        raise click.ClickException(str(error)) from None
    except Missing as error:
        key = error.args[0]
        raise click.ClickException(f"`{key}` is no longer in the datastore") from None


def find(root: str | None, pathspec: str) -> Place:
    """What the pathspec names; a mistake in it is wrong usage."""
    from compiler.runs.places import NotThere, find_place
    from runtime_shim.identity import own_namespace

    store = open_datastore(root)
    try:
        with plain_errors():
            return find_place(store, pathspec, own_namespace())
    except NotThere as error:
        raise click.UsageError(str(error), click.get_current_context()) from None


def one_task(place: Place) -> TaskId:
    """The task that it is; of a run the one that ends it, of a step its only one.

    A step that is named as an example has a task that left something.
    """
    from compiler.runs.status import end_of_flow

    tasks = place.tasks
    if place.step is None:
        last = end_of_flow(place.history)
        if last is not None:
            return last.task
        history = place.history
        begun = (
            task.step
            for task in reversed(tasks)
            if history.attempts(task) or history.failures(task)
        )
        raise click.UsageError(
            f"the run {place.pathspec} has not come to its end; name a step, such as "
            f"{place.pathspec}/{next(begun, 'start')}"
        )
    if len(tasks) != 1:
        raise click.UsageError(
            f"the step {place.pathspec} has {len(tasks)} tasks; name one, such as "
            f"{place.pathspec}/{tasks[0].name}"
        )
    return tasks[0]


def show_json(value: object) -> None:
    """Prints a value for programs."""
    show(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
