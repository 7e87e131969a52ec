"""Reads the settings of a project, and lays the options of the command line over them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_origin

from pydantic import BaseModel, ValidationError

from compiler.diagnostics.diagnostic import did_you_mean
from compiler.settings import Settings
from compiler.settings_problems import expectations
from compiler.toml import TomlError, parse_toml

FILE = "flowc.toml"
PYPROJECT = "pyproject.toml"
_SECTION = "tool.flowc"

Table = dict[str, object]


class SettingsError(Exception):
    """The settings are wrong. The message has a line for each mistake."""


def read_settings(root: Path, options: Mapping[str, object] | None = None) -> Settings:
    """The settings of the project in `root`, with `options` over them.

    `options` is a table such as the file holds. Of tables the entries are merged, of
    `env` the names; everything else is replaced. Raises `SettingsError`.
    """
    place, table = _read(root)
    merged = _checked(table, place)
    if options:
        merged = merge(merged, _checked(dict(options), "the command line: "))
    return Settings.model_validate(merged)


def _read(root: Path) -> tuple[str, Table]:
    """How messages name a key of the project's settings, and the settings as they stand."""
    own = _load(root / FILE)
    pyproject = _load(root / PYPROJECT)
    section = (pyproject or {}).get("tool")
    shared = section.get("flowc") if isinstance(section, dict) else None
    if shared is not None and own is not None:
        raise SettingsError(
            f"{root} has both {FILE} and [{_SECTION}] in {PYPROJECT}: keep one of them"
        )
    if own is not None:
        return f"{FILE}: ", own
    if isinstance(shared, dict):
        return f"{PYPROJECT}: {_SECTION}.", shared
    if shared is not None:
        raise SettingsError(f"{PYPROJECT}: `{_SECTION}` must be a table")
    return "", {}


def _load(path: Path) -> Table | None:
    try:
        return parse_toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except TomlError as error:
        raise SettingsError(f"{path.name} is not valid TOML: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name} is not UTF-8 text") from None
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from None


def _checked(table: Table, place: str) -> Table:
    """The table with its keys as the settings spell them; raises for every mistake at once."""
    problems: list[str] = []
    table = _known_keys(table, Settings, place, problems)
    try:
        Settings.model_validate(table)
    except ValidationError as error:
        problems += [f"{_key(place, key)} {what}" for key, what in expectations(error, table)]
    if problems:
        raise SettingsError("\n".join(problems))
    return table


def _known_keys(table: Table, model: type[BaseModel], place: str, problems: list[str]) -> Table:
    """The table without the keys that the model does not have, each of which is a problem.

    A key may be written with dashes or with underscores.
    """
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    known: Table = {}
    for written, value in table.items():
        key = written.replace("_", "-")
        if key not in fields:
            hint = did_you_mean(key, tuple(fields))
            problems.append(f"{_key(place, written)} is not a setting{hint}")
            continue
        if key in known:
            problems.append(f"{_key(place, written)} is set twice, with `-` and with `_`")
        nested = _table_model(fields[key].annotation)
        if isinstance(value, dict) and nested is not None:
            value = _known_keys(value, nested, f"{place}{key}.", problems)
        known[key] = value
    return known


def _table_model(annotation: object) -> type[BaseModel] | None:
    """The model of a setting that is a table with keys of its own."""
    # Python 3.10 takes `dict[str, str]` for a class, of which `issubclass` then disagrees.
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return None


def _key(place: str, key: str) -> str:
    """``flowc.toml: `argo.name` `` from the two halves of it."""
    file, colon, above = place.rpartition(": ")
    return f"{file}{colon}`{above}{key}`"


def merge(below: Table, above: Table) -> Table:
    """One table of settings over another, each with the keys as the settings spell them."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = merge(old, value)
        elif key == "env" and isinstance(old, list) and isinstance(value, list):
            merged[key] = _merge_names(old, value)
        else:
            merged[key] = value
    return merged


def _merge_names(below: list[str], above: list[str]) -> list[str]:
    """Entries of `env` by their names, the later in the place of the earlier."""
    return list({entry.partition("=")[0]: entry for entry in (*below, *above)}.values())
