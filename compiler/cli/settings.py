"""The settings of a run: what the project says, and the options of the command over it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from compiler.pipeline import Checked
    from compiler.settings import Settings

_PLAIN = ("image", "datastore", "namespace", "service_account", "queue", "branch", "production")


@contextmanager
def usage_errors(*more: type[Exception]) -> Iterator[None]:
    """Turns wrong settings, a wrong target, and `more` into wrong usage."""
    from compiler.backends.registry import UnknownTarget
    from compiler.settings_file import SettingsError

    kinds: tuple[type[Exception], ...] = (SettingsError, UnknownTarget, *more)
    try:
        yield
    except kinds as error:
        raise click.UsageError(str(error), click.get_current_context()) from None


def read_options(flow: str | None, options: Mapping[str, Any]) -> Settings:
    """The settings for a flow, from its project and what `settings_options`, or only
    `reading_options`, took. Without a flow the project is that of the current folder."""
    from compiler.frontend.project import find_project
    from compiler.pipeline import split_flow
    from compiler.settings_file import read_settings
    from runtime_shim.local_datastore import project_root

    root = project_root(Path.cwd()) if flow is None else find_project(split_flow(flow)[0]).root
    return read_settings(root, _table(options, root))


def check_max_loop(target: str | None, options: Mapping[str, Any]) -> None:
    """Refuses `--max-loop` where it would have no effect."""
    if options["max_loop"] is not None and target != "airflow":
        raise click.UsageError(
            "--max-loop goes with --target airflow; elsewhere a loop takes the turns that it needs"
        )


def check_configs(checked: Checked, options: Mapping[str, Any]) -> None:
    """Raises `UsageError` where an option names a config that the flow has not.

    A settings file may: it is for all flows of the project. Where the flow has errors the
    configs that it has may not be known, unless it is for want of a config's value.
    """
    from compiler.diagnostics.catalogue.parameters import ConfigRequired
    from compiler.diagnostics.diagnostic import did_you_mean

    if not all(isinstance(error, ConfigRequired) for error in checked.report.errors):
        return
    for name in (*options["configs"], *options["config_values"]):
        if name not in checked.configs:
            hint = did_you_mean(name, checked.configs)
            hint = hint or f"; it has {', '.join(checked.configs) or 'none'}"
            raise click.UsageError(
                f"the flow has no config `{name}`{hint}", click.get_current_context()
            )


def _table(options: Mapping[str, Any], root: Path) -> dict[str, object]:
    """The options as a settings file would have them. The dedicated ones go over `--set`."""
    from compiler.settings_file import merge

    table: dict[str, object] = {}
    for setting in options["tables"]:
        table = merge(table, setting)
    # As seen by the user they begin at the current folder, as settings at the project.
    configs = {
        name: Path(os.path.relpath(file, root)).as_posix()
        for name, file in options["configs"].items()
    }
    dedicated = {
        **{name.replace("_", "-"): options.get(name) for name in _PLAIN},
        "labels": options.get("labels"),
        "configs": configs,
        "config-values": options["config_values"],
        "env": options["env"],
    }
    if options.get("max_loop") is not None:
        dedicated["airflow"] = {"max-loop": options["max_loop"]}
    given = {key: value for key, value in dedicated.items() if value not in (None, {}, [])}
    return merge(table, given)
