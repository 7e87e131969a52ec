"""Reads the settings of a project, and lays the options of the command line over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_type_hints

from compiler.diagnostics.diagnostic import did_you_mean
from compiler.record import Record
from compiler.settings import Settings, settings_from
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
    return settings_from(merged)


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
    if not table:
        return table
    from pydantic import ValidationError  # only where there is a table to check

    from compiler.settings_problems import expectations

    problems: list[str] = []
    table = _known_keys(table, Settings, place, problems)
    try:
        settings_from(table)
    except ValidationError as error:
        problems += [f"{_key(place, key)} {what}" for key, what in expectations(error, table)]
    if problems:
        raise SettingsError("\n".join(problems))
    return table


def _known_keys(table: Table, model: type[Record], place: str, problems: list[str]) -> Table:
    """The table without the keys that the model does not have, each of which is a problem.

    A key may be written with dashes or with underscores.
    """
    hints = get_type_hints(model)
    keys = {field.name.replace("_", "-"): hints[field.name] for field in fields(model)}
    known: Table = {}
    for written, value in table.items():
        key = written.replace("_", "-")
        if key not in keys:
            hint = did_you_mean(key, tuple(keys))
            problems.append(f"{_key(place, written)} is not a setting{hint}")
            continue
        if key in known:
            problems.append(f"{_key(place, written)} is set twice, with `-` and with `_`")
        if isinstance(value, dict) and is_dataclass(keys[key]):
            value = _known_keys(value, keys[key], f"{place}{key}.", problems)
        known[key] = value
    return known


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
