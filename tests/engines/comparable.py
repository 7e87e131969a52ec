"""What of two outcomes does not depend on who schedules the tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from tests.conformance.outcome import Outcome, TaskOutcome


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
    """The places of what a failed run alone came to, or came to another time.

    Which tasks beside the one that failed were over by then depends on the scheduler, and so does
    which attempts were: AWS Batch stops a gang as soon as its main node has failed. Where a laptop
    refuses to start at all, because of a parameter, a cluster's first task fails.
    """
    if outcome.status == 0:
        return set()
    refused = not (outcome.tasks and other.tasks)
    return {
        place
        for place, task in outcome.tasks.items()
        if (task.succeeded or refused) and not _as_often(task, other.tasks.get(place))
    }


def _as_often(task: TaskOutcome, other: TaskOutcome | None) -> bool:
    """Whether the other is there, and did not succeed after another number of attempts."""
    return other is not None and not (other.succeeded and other.attempts != task.attempts)


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
