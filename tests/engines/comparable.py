"""What of two outcomes does not depend on who schedules the tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from tests.conformance.outcome import Outcome


def comparable(
    expected: Sequence[Outcome], actual: Sequence[Outcome], apart_from: Collection[str] = ()
) -> tuple[list[Outcome], list[Outcome]]:
    """The outcomes of a case's commands, on both sides without what is there by chance.

    What a run came to by chance decides what the next one finds there to reuse. Artifacts of the
    names in `apart_from` are left out, too.
    """
    found: tuple[list[Outcome], list[Outcome]] = ([], [])
    before: set[str] = set()
    for pair in zip(expected, actual, strict=True):
        chance = [_by_chance(one, other) for one, other in (pair, pair[::-1])]
        for outcomes, outcome, own in zip(found, pair, chance, strict=True):
            outcomes.append(_without(outcome, own, before, apart_from))
        before = set().union(*chance)
    return found


def _by_chance(outcome: Outcome, other: Outcome) -> set[str]:
    """The places of what a failed run alone came to.

    Which tasks beside the one that failed were over by then depends on the scheduler. Where a
    laptop refuses to start at all, because of a parameter, a cluster's first task fails.
    """
    refused = outcome.status != 0 and not (outcome.tasks and other.tasks)
    return {
        place
        for place, task in outcome.tasks.items()
        if outcome.status != 0 and place not in other.tasks and (task.succeeded or refused)
    }


def _without(
    outcome: Outcome,
    places: Collection[str],
    maybe_reused: Collection[str],
    artifacts: Collection[str],
) -> Outcome:
    """Without these places, without what steps printed, and as if some were not reused."""
    tasks = {
        place: replace(
            task,
            reused=task.reused and place not in maybe_reused,
            artifacts={
                name: text for name, text in task.artifacts.items() if name not in artifacts
            },
            stdout=(),
            stderr=(),
        )
        for place, task in outcome.tasks.items()
        if place not in places
    }
    return replace(outcome, tasks=tasks)
