"""`@batch`."""

from __future__ import annotations

import re

from compiler.diagnostics.catalogue.decorators import (
    ConflictingArguments,
    InvalidText,
    NotAPair,
    OutOfRange,
    RepeatedEntry,
)
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import (
    CPU,
    FLAG,
    IMAGE,
    PATH,
    TEXT,
    Kind,
    count,
    each,
    list_of,
    mapping,
    required_size,
    size,
)
from compiler.frontend.decorators.place import Place, shorten
from compiler.frontend.decorators.tmpfs import TMPFS, read_tmpfs
from compiler.ir.compute import Batch

_GIB = 2**30


def _ephemeral_storage(value: object, place: Place) -> int:
    """What AWS Fargate has for a task: 21 to 200 GiB."""
    amount: int = required_size("Gi").convert(value, place)
    if not 21 * _GIB <= amount <= 200 * _GIB:
        raise place.wrong(OutOfRange, low="21 GiB", high="200 GiB")
    return amount


def _volume(value: object, place: Place) -> str:
    """`/path`, or `/path/on/host:/path/in/container`."""
    written: str | None = TEXT.convert(value, place)
    for path in (written or "").split(":", 1):
        PATH.convert(path or ".", place)
    return written or ""


def _efs_volumes(value: object, place: Place) -> dict[str, str]:
    """A dict from a file system to its folder, or `id` and `id:/folder`, one or several."""
    if isinstance(value, dict):
        volumes: dict[str, str] = mapping(PATH).convert(value, place)
        return volumes
    if isinstance(value, str):
        value = [value] if value else []
    if not isinstance(value, list | tuple):
        raise place.wrong_kind("a text, a list or a dict", value)
    return _unique(each((_efs_volume, v, place.item(i)) for i, v in enumerate(value)), place)


def _efs_volume(value: object, place: Place) -> tuple[str, str]:
    written: str = TEXT.convert(value, place) or ""
    system, sign, folder = written.partition(":")
    if sign:
        PATH.convert(folder or ".", place)
    return system, folder or f"/mnt/{system}"


def _unique(pairs: list[tuple[str, str]], place: Place) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise place.wrong(RepeatedEntry, value=name)
        found[name] = value
    return found


def _log_option(value: object, place: Place) -> str:
    written: str = TEXT.convert(value, place) or ""
    if ":" not in written:
        example = "awslogs-group:jobs"
        raise place.wrong(NotAPair, value=shorten(written), separator=":", example=example)
    return written


def _tag_part(what: str, longest: int, shortest: int) -> Kind:
    """A key or value of an AWS tag.

    https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html#tag-restrictions
    """

    def convert(value: object, place: Place) -> str:
        if not isinstance(value, str):
            raise place.wrong_kind("texts", value, "put it in quotes")
        if value.lower().startswith("aws:"):
            rule = "`aws:` is a prefix that AWS keeps for itself"
        elif not shortest <= len(value) <= longest:
            rule = f"it has {shortest} to {longest} characters"
        elif not re.fullmatch(r"[A-Za-z0-9\s+\-=._:/@]*", value):
            rule = "it has letters, digits, spaces and `+ - = . _ : / @`"
        else:
            return value
        raise place.wrong(InvalidText, value=shorten(value), what=what, rule=rule)

    return Kind("text", convert)


_TAGS = mapping(_tag_part("value of an AWS tag", 256, 0), _tag_part("key of an AWS tag", 128, 1))

_OWN = (
    Argument("image", IMAGE, example='"python:3.12"'),
    Argument("queue", TEXT),
    Argument("iam_role", TEXT),
    Argument("execution_role", TEXT),
    Argument("swappiness", count(0, 100)),
    Argument("inferentia", count()),
    Argument("trainium", count()),
    Argument("efa", count()),
    Argument("host_volumes", list_of(Kind("text", _volume), single=True)),
    Argument("efs_volumes", Kind("mapping", _efs_volumes)),
    Argument("log_driver", TEXT),
    Argument("log_options", list_of(Kind("text", _log_option), single=True)),
    Argument("executable", TEXT),
    Argument("privileged", FLAG),
)

BATCH = Decorator(
    "batch",
    "step",
    (
        Argument("cpu", CPU),
        Argument("gpu", count()),
        Argument("memory", required_size("M"), example="8000"),
        Argument("shared_memory", size("Mi")),
        *_OWN,
        *TMPFS,
        Argument("max_swap", size("Mi", zero=0)),
        Argument("ephemeral_storage", Kind("size", _ephemeral_storage)),
        Argument("aws_batch_tags", _TAGS),
    ),
)


def read_batch(given: Given) -> Batch:
    """The node of one `@batch`, but for the sizes, which `merge_resources` takes."""
    if "inferentia" in given.values and "trainium" in given.values:
        given.report.add(
            ConflictingArguments(
                span=given.spans["trainium"],
                related=given.related("inferentia", "given here"),
                decorator="batch",
                argument="trainium",
                other="inferentia",
            )
        )
    return Batch(
        tmpfs=read_tmpfs(given),
        max_swap_bytes=given.get("max_swap"),
        ephemeral_storage_bytes=given.get("ephemeral_storage"),
        tags=given.get("aws_batch_tags", {}),
        spans=given.spans,
        span=given.span,
        **given.fields(*(argument.name for argument in _OWN)),
    )
