"""`@retry`, `@catch` and `@timeout`: what happens when a step goes wrong."""

from __future__ import annotations

from compiler.diagnostics.catalogue.decorators import NoDuration
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import FLAG, NAME, count, duration
from compiler.ir.step import Catch, Retry, Timeout

MOST_RETRIES = 4
"""Metaflow counts six attempts at most: the first, the retries, and one for `@catch`."""

RETRY = Decorator(
    "retry",
    "step",
    (
        Argument("times", count(0, MOST_RETRIES), optional=False, example="3"),
        Argument("minutes_between_retries", duration("minutes"), optional=False),
    ),
)

CATCH = Decorator(
    "catch",
    "step",
    (
        Argument("var", NAME, example='"error"'),
        Argument("print_exception", FLAG, optional=False),
    ),
)

TIMEOUT = Decorator(
    "timeout",
    "step",
    tuple(
        Argument(unit, duration(unit), optional=False, example="30")
        for unit in ("seconds", "minutes", "hours")
    ),
)


def read_retry(given: Given) -> Retry:
    """The node of one `@retry`."""
    fields = given.fields("times")
    if "minutes_between_retries" in given.values:
        fields["wait_seconds"] = given.get("minutes_between_retries")
    return Retry(span=given.span, **fields)


def read_catch(given: Given) -> Catch:
    """The node of one `@catch`."""
    return Catch(span=given.span, **given.fields("var", "print_exception"))


def read_timeout(given: Given) -> Timeout | None:
    """The node of one `@timeout`; None, with a diagnostic, for one of no time at all."""
    seconds = sum(given.values.values())
    if seconds == 0:
        if not given.flawed:
            given.report.add(NoDuration(span=given.span))
        return None
    return Timeout(seconds=seconds, span=given.span)
