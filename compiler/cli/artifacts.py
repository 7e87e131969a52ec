"""`flowc artifacts`: lists what a task left, and prints or writes one of it."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from compiler.cli.console import show, wants_colour
from compiler.cli.options import color_option, traceback_option
from compiler.cli.places import (
    datastore_option,
    find,
    json_option,
    pathspec_argument,
    plain_errors,
    show_json,
)

if TYPE_CHECKING:
    from compiler.runs.places import Place
    from runtime_shim.manifest import Artifact, Manifest


@click.command("artifacts", short_help="List or print what a task left.")
@pathspec_argument
@click.argument("name", required=False)
@click.option(
    "--attempt", type=click.IntRange(min=0), metavar="N", help="Of attempt N, also a failed one."
)
@click.option(
    "--output",
    type=click.File("wb", lazy=True),
    metavar="FILE",
    help="Write the value to a file: text and bytes as they are, all else as a pickle.",
)
@datastore_option
@json_option
@color_option
@traceback_option
def command(
    pathspec: str,
    name: str | None,
    attempt: int | None,
    output: BinaryIO | None,
    datastore: str | None,
    form: str,
    color: str,
) -> None:
    """List the artifacts of a task, or print the value of the one of that NAME.

    Of a run these are the artifacts of its end. The list is made without loading a value.
    A value is loaded with pickle, which runs code: name a datastore that you trust. The
    classes in it have to be importable from the current folder or the flow's, or from the root of
    the project of either, or its src.

    \b
    Examples:
      flowc artifacts latest
      flowc artifacts TrainFlow/latest/train/3 model --output model.pickle
      flowc artifacts latest/start --format json
    """
    if output is not None and name is None:
        raise click.UsageError("--output needs the NAME of an artifact")
    place = find(datastore, pathspec)
    with plain_errors():
        manifest = _manifest(place, attempt)
        if name is not None:
            _one(place, manifest, name, output, form)
            return
    if form == "json":
        show_json([_facts(*item) for item in sorted(manifest.artifacts.items())])
    else:
        show(_table(manifest, wants_colour(color, sys.stdout)))


def _manifest(place: Place, attempt: int | None) -> Manifest:
    from compiler.cli.places import one_task
    from compiler.runs.tasks import read_task

    task = one_task(place)
    view = read_task(place.history, task, is_running=False)
    numbered = {one.number: one.manifest for one in view.attempts}
    found = view.shown if attempt is None else numbered.get(attempt)
    if found is None:
        which = "" if attempt is None else f" {attempt}"
        raise click.UsageError(f"no attempt{which} of {task.step} in {place.pathspec} is done yet")
    return found


def _one(place: Place, manifest: Manifest, name: str, output: BinaryIO | None, form: str) -> None:
    from compiler.diagnostics.diagnostic import did_you_mean

    if name not in manifest.artifacts:
        hint = did_you_mean(name, sorted(manifest.artifacts))
        hint = hint or f"; it has {', '.join(sorted(manifest.artifacts)) or 'none'}"
        raise click.UsageError(f"{place.pathspec} has no artifact `{name}`{hint}")
    value = _load(place, manifest, name)
    if output is not None:
        output.write(_as_bytes(value))
    elif form == "json":
        show_json({**_facts(name, manifest.artifacts[name]), "repr": _repr(value)})
    else:
        show(f"{_repr(value)}\n")


def _load(place: Place, manifest: Manifest, name: str) -> object:
    """The value, with the user's classes in reach, and Metaflow's under their names."""
    import os

    from compiler.runs.source import source_of
    from runtime_shim.artifacts import Artifacts
    from runtime_shim.authoring.alias import install_alias
    from runtime_shim.local_datastore import project_root
    from runtime_shim.modules import module_folders

    here = Path.cwd()
    source = source_of(place.history.store, place.record)
    folders = [str(here), *module_folders(project_root(here))]
    if source is not None:
        folders += [str(source.parent), *module_folders(project_root(source.parent))]
    sys.path[:0] = [folder for folder in folders if folder not in sys.path]
    install_alias(os.environ)
    where = place.history.pathspec(manifest.task)
    store = place.history.store
    return Artifacts(store, manifest.flow).load(manifest.artifacts[name], f"`{name}` of {where}")


def _repr(value: object) -> str:
    """What the value says it is; where it fails to, that."""
    try:
        return repr(value)
    except Exception as error:
        kind = type(value)
        why = "".join(traceback.format_exception_only(error)).strip()
        return f"<{kind.__module__}.{kind.__qualname__} object; its repr raised {why}>"


def _as_bytes(value: object) -> bytes:
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    if isinstance(value, str):
        return value.encode()
    import pickle

    return pickle.dumps(value, protocol=5)


def _table(manifest: Manifest, colour: bool) -> str:
    from compiler.cli.human import Cell, size, table

    rows: list[list[Cell]] = [["NAME", "TYPE", "SIZE", "SHA256"]]
    for name, artifact in sorted(manifest.artifacts.items()):
        rows.append([name, artifact.type, size(artifact.size), artifact.blob.sha256[:12]])
    return table(rows, colour, right=(2,))


def _facts(name: str, artifact: Artifact) -> dict[str, Any]:
    return {
        "name": name,
        "type": artifact.type,
        "size": artifact.size,
        "sha256": artifact.blob.sha256,
    }
