"""Checks the values of arguments and options, and completes them in a shell.

The functions are click callbacks: from the context, the parameter and what was given to
what the command gets, raising `BadParameter`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import click

Given = TypeVar("Given", bound="str | None")

_GIVEN_SETTINGS = "flowc.settings"


def flow_path(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """`FLOW[:CLASS]`, the file of which exists."""
    from compiler.diagnostics.diagnostic import did_you_mean
    from compiler.pipeline import split_flow

    path, _ = split_flow(not_empty(_ctx, _param, value))
    if path.is_dir():
        raise click.BadParameter(
            f"`{path}` is a folder; name a file in it, such as {path / 'flow.py'}"
        )
    if not path.is_file():
        beside = sorted(each.name for each in path.parent.glob("*.py"))
        raise click.BadParameter(f"there is no file `{path}`{did_you_mean(path.name, beside)}")
    return value


def not_empty(_ctx: click.Context, _param: click.Parameter, value: Given) -> Given:
    """Anything but the empty text that a shell makes of a variable nobody set."""
    if value == "":
        raise click.BadParameter("it is empty")
    return value


def positive(_ctx: click.Context, _param: click.Parameter, value: int) -> int:
    """A whole number from 1 on."""
    if value < 1:
        raise click.BadParameter(f"`{value}` is less than 1")
    return value


def none_empty(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Texts of which none is empty."""
    for value in values:
        not_empty(_ctx, _param, value)
    return values


def new_file(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """The path of a file that can be written, as far as its folder is there."""
    if value is None:
        return None
    path = Path(not_empty(_ctx, _param, value))
    if path.is_dir():
        raise click.BadParameter(f"`{path}` is a folder")
    if not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder `{path.parent}`")
    return path


def interpreter(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A program by its path or its name, or the Python of an environment by its folder."""
    import os
    import shutil

    if value is None:
        return None
    inside = Path(not_empty(_ctx, _param, value)) / "bin" / "python"
    found = shutil.which(str(inside) if inside.is_file() else value)
    if found is None:
        raise click.BadParameter(f"there is no program `{value}`")
    # Not resolved: an environment is known by where the link to its interpreter is.
    return os.path.abspath(found)  # noqa: PTH100


def assignments(
    _ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """From every `KEY=VALUE` the value by its key."""
    pairs = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not key or not equals:
            raise click.BadParameter(f"`{value}` is not of the form {param.metavar}")
        pairs[key] = rest
    return pairs


def config_files(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """From every `NAME=FILE` the file, which exists, by its name."""
    files = assignments(ctx, param, values)
    for file in files.values():
        if not Path(file).is_file():
            raise click.BadParameter(f"there is no file `{file}`")
    return files


def environment_names(
    _ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> list[str]:
    """Each of `NAME` or `NAME=VALUE`."""
    for value in values:
        name = value.partition("=")[0]
        if not name or name != "".join(name.split()):
            raise click.BadParameter(f"`{value}` is not of the form {param.metavar}")
    return list(values)


def setting_tables(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> list[dict[str, Any]]:
    """From each `KEY=VALUE`, a dotted key and a TOML value, a table of settings."""
    ctx.meta[_GIVEN_SETTINGS] = values
    return [_setting(value, param) for value in values]


def given_settings() -> tuple[str, ...]:
    """What `setting_tables` has read for this command, as it was written."""
    given: tuple[str, ...] = click.get_current_context().meta.get(_GIVEN_SETTINGS, ())
    return given


def _setting(assignment: str, param: click.Parameter) -> dict[str, Any]:
    """A value is taken as text where TOML cannot read it and it does not look like a list, a
    table or a quoted text, and a number where the setting is a text, such as `python=3.12`:
    a shell eats the quotes that TOML asks for."""
    from compiler.toml import TomlError, parse_toml

    key, equals, value = assignment.partition("=")
    if not key or not equals:
        raise click.BadParameter(f"`{assignment}` is not of the form {param.metavar}")
    try:
        parse_toml(f"{key} = 0")
    except TomlError:
        raise click.BadParameter(f"`{key}` is not a dotted key, such as argo.parallelism") from None
    try:
        table = parse_toml(f"{key} = {value}")
        is_text = not value.lstrip().startswith("{") and _is_number_for_text(table)
        return _with_leaf(table, value) if is_text else table
    except TomlError as error:
        if value.strip().startswith(("[", "{", '"', "'")):
            raise click.BadParameter(f"`{value}` is not a TOML value: {error}") from None
    return _with_leaf(parse_toml(f"{key} = 0"), value)


def _is_number_for_text(table: object) -> bool:
    """Whether the one dotted key is that of a text, and its value is a number or a boolean."""
    from compiler.settings import Settings

    hint: object = Settings
    while isinstance(table, dict) and table:
        ((key, table),) = table.items()
        if is_dataclass(hint):
            hint = get_type_hints(hint).get(key.replace("-", "_"))
        else:
            hint = get_args(hint)[-1] if get_origin(hint) is dict else None
    return isinstance(table, (int, float)) and hint in (str, str | None)


def _with_leaf(table: dict[str, Any], leaf: str) -> dict[str, Any]:
    """The table of one dotted key, with another value."""
    return {
        key: _with_leaf(value, leaf) if isinstance(value, dict) else leaf
        for key, value in table.items()
    }


def complete_flow(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The Python files and the folders whose path begins like this."""
    return list(_python_files(incomplete))


def complete_code(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The codes of diagnostics that begin like this."""
    from compiler.diagnostics.explain import kinds

    return [kind.code for kind in kinds() if kind.code.startswith(incomplete.upper())]


def complete_target(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The targets that begin like this."""
    from compiler.backends.registry import targets

    return [name for name in targets() if name.startswith(incomplete)]


def _python_files(incomplete: str) -> Iterator[str]:
    folder, slash, beginning = incomplete.rpartition("/")
    prefix = folder + slash
    found = _matches(prefix, beginning)
    # A shell puts a space after the only candidate, so a lone folder is entered.
    while len(found) == 1 and found[0].is_dir():
        prefix = f"{prefix}{found[0].name}/"
        found = _matches(prefix, "")
        if not found:
            yield prefix
    for path in found:
        yield f"{prefix}{path.name}{'/' if path.is_dir() else ''}"


def _matches(prefix: str, beginning: str) -> list[Path]:
    return sorted(
        path
        for path in Path(prefix or ".").glob("*")
        if path.name.startswith(beginning)
        and (path.is_dir() or path.suffix == ".py")
        and (beginning or not path.name.startswith((".", "__pycache__")))
    )
