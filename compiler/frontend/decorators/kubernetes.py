"""`@kubernetes`."""

from __future__ import annotations

import re

from compiler.compute.kubernetes_tolerations import EFFECTS, OPERATORS, toleration_conflict
from compiler.diagnostics.catalogue.decorators import (
    InvalidText,
    InvalidToleration,
    NotAPair,
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
    as_dict,
    choice,
    count,
    duration,
    each,
    list_of,
    mapping,
    quantity,
    record,
    required_size,
    size,
    text,
)
from compiler.frontend.decorators.place import Place, shorten
from compiler.frontend.decorators.tmpfs import TMPFS, read_tmpfs
from compiler.ir.compute import Kubernetes, SecurityContext, Toleration
from compiler.quantities.resource import parse_resource

_LABEL_VALUE = r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?"
_LABEL_RULE = (
    "it has at most 63 letters, digits, `-`, `_` and `.`, and a letter or digit at both ends"
)
_KEY = r"([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_KEY_RULE = "it has at most 63 letters, digits, `-`, `_` and `.`, possibly after a domain and `/`"


def _label_value(value: object, place: Place) -> str:
    """A label's value: unlike other texts it may be empty, and None says the same."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise place.wrong_kind("texts", value, "put it in quotes")
    if not re.fullmatch(_LABEL_VALUE, value):
        raise place.wrong(
            InvalidText, value=shorten(value), what="value of a label", rule=_LABEL_RULE
        )
    return value


def _any_text(value: object, place: Place) -> str:
    if not isinstance(value, str):
        raise place.wrong_kind("texts", value, "put it in quotes")
    return value


_QUALIFIED = text("Kubernetes key", _KEY, _KEY_RULE)
_LABELS = mapping(Kind("text", _label_value), _QUALIFIED)


def _node_selector(value: object, place: Place) -> dict[str, str]:
    """A dict, or a text such as `disk=ssd,zone=a`."""
    if isinstance(value, str):
        value = _pairs(value, place)
    selector: dict[str, str] = _LABELS.convert(as_dict(value, place), place)
    return selector


def _pairs(written: str, place: Place) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in written.split(",") if written else ():
        key, sign, value = item.partition("=")
        if not sign:
            raise place.wrong(NotAPair, value=shorten(item), separator="=", example="disk=ssd")
        if key in pairs:
            raise place.wrong(RepeatedEntry, value=key)
        pairs[key] = value
    return pairs


_TOLERATION = record(
    key=_QUALIFIED,
    operator=choice(*OPERATORS),
    value=Kind("text", _label_value),
    effect=choice(*EFFECTS),
    toleration_seconds=count(),
)


def _toleration(value: object, place: Place) -> Toleration:
    toleration = Toleration(**_TOLERATION.convert(value, place))
    conflict = toleration_conflict(toleration)
    if conflict is not None:
        problem, remedy = conflict
        raise place.wrong(InvalidToleration, problem=problem, remedy=remedy)
    return toleration


_SECURITY_CONTEXT = record(
    privileged=FLAG,
    allow_privilege_escalation=FLAG,
    run_as_user=count(),
    run_as_group=count(),
    run_as_non_root=FLAG,
)


def _security_context(value: object, place: Place) -> SecurityContext | None:
    fields = _SECURITY_CONTEXT.convert(value, place)
    return SecurityContext(**fields) if fields else None


def _tolerations(value: object, place: Place) -> tuple[Toleration, ...]:
    if not isinstance(value, list | tuple):
        raise place.wrong_kind("a list of dicts", value, "put it in `[` and `]`")
    return tuple(each((_toleration, v, place.item(i)) for i, v in enumerate(value)))


_AMOUNT = Kind("resource", lambda value, place: quantity(parse_resource, value, place))

_OWN = (
    Argument("image", IMAGE, example='"python:3.12"'),
    Argument("image_pull_policy", choice("Always", "IfNotPresent", "Never")),
    Argument("image_pull_secrets", list_of(TEXT, single=True)),
    Argument("service_account", TEXT),
    Argument("secrets", list_of(TEXT, single=True)),
    Argument("node_selector", Kind("mapping", _node_selector)),
    Argument("namespace", TEXT),
    Argument("gpu_vendor", choice("nvidia", "amd", fold=True)),
    Argument("tolerations", Kind("list", _tolerations)),
    Argument("labels", _LABELS),
    Argument("annotations", mapping(Kind("text", _any_text), _QUALIFIED)),
    Argument("persistent_volume_claims", mapping(PATH)),
    Argument("port", count(1, 65535)),
    Argument("compute_pool", TEXT),
    Argument("executable", TEXT),
    Argument("qos", choice("guaranteed", "burstable", fold=True)),
    Argument("extended_resources", mapping(_AMOUNT, _QUALIFIED)),
    Argument("security_context", Kind("mapping", _security_context)),
)

KUBERNETES = Decorator(
    "kubernetes",
    "step",
    (
        Argument("cpu", CPU),
        Argument("memory", required_size("M"), example="8000"),
        Argument("disk", required_size("M")),
        Argument("gpu", count()),
        Argument("shared_memory", size("Mi")),
        *_OWN,
        *TMPFS,
        Argument("hostname_resolution_timeout", duration("seconds")),
    ),
)


def read_kubernetes(given: Given) -> Kubernetes:
    """The node of one `@kubernetes`, but for the sizes, which `merge_resources` takes."""
    return Kubernetes(
        tmpfs=read_tmpfs(given),
        hostname_resolution_timeout_seconds=given.get("hostname_resolution_timeout"),
        spans=given.spans,
        span=given.span,
        **given.fields(*(argument.name for argument in _OWN)),
    )
