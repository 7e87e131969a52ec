"""The fields of a cron expression: what each may hold, and its canonical text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of one dialect: the numbers and names it takes, as they are written.

    `low` to `high` is what `*` stands for. `shift` is added to a written number to get
    the canonical one, modulo `modulus` if there is one.
    """

    title: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    first_name: int = 0
    """The written number of the first name."""
    limit: int | None = None
    """The highest number that may be written, where that is not `high`: Sunday as 7."""
    shift: int = 0
    modulus: int | None = None
    is_day: bool = False
    wraps: bool = False
    """Whether a range may run over the end, as in `fri-mon`."""

    def canonical(self, number: int) -> int:
        """The canonical number for a written one."""
        shifted = number + self.shift
        return shifted % self.modulus if self.modulus else shifted

    @property
    def everything(self) -> frozenset[int]:
        """All canonical numbers of the field."""
        return frozenset(range(self.low + self.shift, self.high + self.shift + 1))


STANDARD = (
    FieldSpec("minute", 0, 59),
    FieldSpec("hour", 0, 23),
    FieldSpec("day of the month", 1, 31, is_day=True),
    FieldSpec("month", 1, 12, _MONTHS, first_name=1),
    FieldSpec("day of the week", 0, 6, _DAYS, limit=7, modulus=7, is_day=True),
)
AWS = (
    FieldSpec("minute", 0, 59, wraps=True),
    FieldSpec("hour", 0, 23, wraps=True),
    FieldSpec("day of the month", 1, 31, is_day=True, wraps=True),
    FieldSpec("month", 1, 12, _MONTHS, first_name=1, wraps=True),
    FieldSpec("day of the week", 1, 7, _DAYS, first_name=1, shift=-1, is_day=True, wraps=True),
    FieldSpec("year", 1970, 2199),
)


def canonical_text(numbers: Iterable[int], everything: frozenset[int]) -> str:
    """The one text for a set of numbers: `*`, `*/15`, `9-17/2`, or a list of runs.

    >>> canonical_text({0, 15, 30, 45}, frozenset(range(60)))
    '*/15'
    >>> canonical_text({0, 1, 5, 6}, frozenset(range(7)))
    '0-1,5-6'
    """
    chosen = sorted(set(numbers))
    if len(chosen) == len(everything):
        return "*"
    steps = {after - before for before, after in pairwise(chosen)}
    if len(chosen) > 2 and len(steps) == 1 and (step := steps.pop()) > 1:
        whole = chosen[0] == min(everything) and chosen[-1] + step > max(everything)
        return f"*/{step}" if whole else f"{chosen[0]}-{chosen[-1]}/{step}"
    return runs_text(chosen)


def runs_text(numbers: Iterable[int]) -> str:
    """The numbers as a list of single ones and `first-last` runs.

    >>> runs_text([1, 2, 3, 7])
    '1-3,7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def numbers_of(text: str, everything: frozenset[int]) -> frozenset[int]:
    """The set that a canonical text stands for.

    >>> sorted(numbers_of("9-17/4", frozenset(range(24))))
    [9, 13, 17]
    """
    found: set[int] = set()
    for item in text.split(","):
        span, _, step = item.partition("/")
        if span == "*":
            span = f"{min(everything)}-{max(everything)}"
        first, _, last = span.partition("-")
        found.update(range(int(first), int(last or first) + 1, int(step or 1)))
    return frozenset(found)
