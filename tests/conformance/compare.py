"""The differences between two outcomes, each with the place where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import pytest

from tests.conformance.case import Case
from tests.conformance.outcome import Outcome, TaskOutcome

_ABSENT = "(absent)"
_NOTHING = re.compile("(?!)")
_RUN = re.compile(r"\b1\d{15}\b")
"""The id of a run: the microseconds of its start, on both sides."""


def assert_same(
    case: Case,
    expected: Sequence[Outcome],
    actual: Sequence[Outcome],
    apart_from: re.Pattern[str] = _NOTHING,
) -> None:
    """Fails with all differences in a command's outcome, and what flowc said meanwhile.

    Printed lines that match `apart_from` are not compared.
    """
    for command, one, other in zip(case.commands, expected, actual, strict=True):
        found = differences(one, other, apart_from)
        if found:
            report = "\n".join(found)
            pytest.fail(
                f"{case.name}: {command}\n{report}\n--- flowc said:\n{other.console[-4000:]}",
                pytrace=False,
            )


def differences(
    expected: Outcome, actual: Outcome, apart_from: re.Pattern[str] = _NOTHING
) -> list[str]:
    """Each difference of `actual`, flowc's, from `expected`, Metaflow's."""
    return list(_differences(expected, actual, apart_from))


def _differences(expected: Outcome, actual: Outcome, apart_from: re.Pattern[str]) -> Iterator[str]:
    if _status(expected) != _status(actual):
        yield _difference("exit status", str(expected.status), str(actual.status))
    for place in sorted({*expected.tasks, *actual.tasks}):
        one, other = expected.tasks.get(place), actual.tasks.get(place)
        if _ran(one) != _ran(other):
            yield _difference(place, _ran(one), _ran(other))
        if one is not None and other is not None:
            yield from _artifacts(place, one, other)
            yield from _printed(place, one, other, apart_from)


def _status(outcome: Outcome) -> int:
    """The exit status; where nothing ran, since each has its own numbers for why, 0 or 1."""
    return outcome.status if outcome.tasks else int(outcome.status != 0)


def _artifacts(place: str, one: TaskOutcome, other: TaskOutcome) -> Iterator[str]:
    if not one.succeeded and not one.artifacts:
        return  # Metaflow keeps none where one of them cannot be pickled
    for name in sorted({*one.artifacts, *other.artifacts}):
        values = one.artifacts.get(name, _ABSENT), other.artifacts.get(name, _ABSENT)
        if values[0] != values[1]:
            yield _difference(f"{place} self.{name}", *values)


def _printed(
    place: str, one: TaskOutcome, other: TaskOutcome, apart_from: re.Pattern[str]
) -> Iterator[str]:
    for stream in ("stdout", "stderr"):
        attempts = zip_longest(getattr(one, stream), getattr(other, stream), fillvalue=())
        for number, streams in enumerate(attempts):
            texts = [
                repr([_RUN.sub("RUN", line) for line in lines if not apart_from.fullmatch(line)])
                for lines in streams
            ]
            if texts[0] != texts[1]:
                yield _difference(f"{place} {stream} of attempt {number}", *texts)


def _ran(task: TaskOutcome | None) -> str:
    if task is None:
        return _ABSENT
    verb = "reused" if task.reused else "succeeded" if task.succeeded else "failed"
    return verb if task.reused else f"{verb} after {task.attempts} attempt(s)"


def _difference(where: str, metaflow: str, flowc: str) -> str:
    return f"{where}\n    Metaflow: {_cut(metaflow)}\n    flowc:    {_cut(flowc)}"


def _cut(text: str) -> str:
    return text if len(text) < 2000 else f"{text[:2000]}..."
