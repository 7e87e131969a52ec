"""The imports of a DAG file, laid out as ruff's isort rules want them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compiler.backends.airflow.python import MAX_COLUMNS
from compiler.backends.airflow.python_text import width


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import name as alias`, or `import module` without a name."""

    module: str
    name: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Compat:
    """A name that Airflow 3 has in one place and Airflow 2 in another, or under another name."""

    name: str
    module: str
    """Of Airflow 3."""
    before: str
    """The module of Airflow 2, which Airflow 3 need not have any more."""
    name_before: str = ""


AnyImport = Import | Compat

DAG = Compat("DAG", "airflow.sdk", "airflow.models.dag")
TASK = Compat("task", "airflow.sdk", "airflow.decorators")
TASK_GROUP = Compat("task_group", "airflow.sdk", "airflow.decorators")
# ruff's AIR311 knows no other place of Airflow 3 for it.
PARAM = Compat("Param", "airflow.sdk.definitions.param", "airflow.models.param")
STORAGE_PATH = Compat("ObjectStoragePath", "airflow.sdk", "airflow.io.path")
FAIL_EXCEPTION = Compat("AirflowFailException", "airflow.sdk.exceptions", "airflow.exceptions")
SKIP_EXCEPTION = Compat("AirflowSkipException", "airflow.sdk.exceptions", "airflow.exceptions")
# `airflow.sdk` has it only since 3.2.
ASSET_OR_TIME = Compat(
    "AssetOrTimeSchedule",
    "airflow.timetables.assets",
    "airflow.timetables.datasets",
    "DatasetOrTimeSchedule",
)
ASSET = Compat("Asset", "airflow.sdk", "airflow.datasets", "Dataset")


def imports_text(imports: Iterable[AnyImport]) -> str:
    """The block of imports, each once, without a newline at its end."""
    plain, compat = set[Import](), set[Compat]()
    for one in imports:
        if isinstance(one, Import):
            plain.add(one)
        else:
            compat.add(one)
    standard = {one for one in plain if one.module.partition(".")[0] in sys.stdlib_module_names}
    blocks = ["\n".join(_lines(some)) for some in (standard, plain - standard) if some]
    if compat:
        blocks.append("\n".join(_either(compat)))
    return "\n\n".join(blocks)


def _either(compat: set[Compat]) -> Iterator[str]:
    yield "try:"
    yield from _lines({Import(one.module, one.name) for one in compat}, "    ")
    yield "except ImportError:  # Airflow 2"
    before = {
        Import(one.before, one.name_before, one.name)
        if one.name_before
        else Import(one.before, one.name)
        for one in compat
    }
    yield from _lines(before, "    ")


def _lines(imports: Iterable[Import], margin: str = "") -> Iterator[str]:
    """One section, sorted: whole modules first."""
    by_module: dict[str, list[Import]] = {}
    for one in sorted(imports, key=_key):
        if one.name:
            by_module.setdefault(one.module, []).append(one)
        else:
            yield f"{margin}import {one.module}"
    for module, some in by_module.items():
        # What is renamed has a statement of its own.
        for one in some:
            if one.alias:
                yield f"{margin}from {module} import {one.name} as {one.alias}"
        names = [one.name for one in some if not one.alias]
        if names:
            yield from _from(module, names, margin)


def _from(module: str, names: list[str], margin: str) -> Iterator[str]:
    line = f"{margin}from {module} import {', '.join(names)}"
    if width(line) <= MAX_COLUMNS:
        yield line
        return
    yield f"{margin}from {module} import ("
    for name in names:
        yield f"{margin}    {name},"
    yield f"{margin})"


def _key(one: Import) -> tuple[str, int, str, str]:
    """Constants before classes before all else, as the spelling of a name tells."""
    kind = 0 if one.name.isupper() else 1 if one.name[:1].isupper() else 2
    return one.module.lower(), kind, one.name.lower(), one.alias
