"""Which cases run with which kind of datastore.

All of them do on folders. On object stores all do where `--datastore` asks for it; else one of
each shape and one of each behaviour on S3, and on the other servers what asks something of a
store that others do not: large and many objects, objects of one key that several tasks write,
listings, what a killed task left, reading one run from another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tests.conformance.case import Case
from tests.servers.place import PLACES

FOLDER = "folder"

_EVERYWHERE = ("arrays", "cards", "client_in_step", "include_file", "large", "resume_twice")

CHOSEN: dict[str, Collection[str]] = {
    "s3": (
        "linear-timeout-work",
        "branch-environment-right",
        "nested_branch-resume-lower",
        "foreach-fail-work",
        "foreach_of_steps-resume-second",
        "foreach_of_foreach_of_foreach-retry-cell",
        "branch_in_foreach-catch_retry-right",
        "foreach_in_branch-resume-work",
        "switch-fail-high",
        "switch_to_merge-catch_retry-meet",
        "switch_in_branch-resume-two",
        "switch_in_foreach-catch-odd",
        "foreach_in_switch-catch_retry-work",
        "loop-retry-after",
        "loop_in_foreach-resume-leave",
        "gang-retry-end",
        "own_names-resume-first",
        *_EVERYWHERE,
        "config",
        "files",
        "killed_caught",
        "merge_equal_but_stored_apart",
        "parameters_changed",
        "resume_of_success",
        "retried_artifacts",
        "types",
        "unpicklable_caught",
        "wide",
    ),
    "s3-faulty": (
        "branch-catch_retry-right",
        "foreach-resume-work",
        "foreach_of_foreach_of_foreach-retry-cell",
        "loop_in_foreach-catch_retry-leave",
        "gang-retry-end",
        *_EVERYWHERE,
        "wide",
    ),
    "gcs": ("foreach-resume-work", "gang-retry-end", *_EVERYWHERE),
    "azure": ("foreach-resume-work", "gang-retry-end", *_EVERYWHERE),
}


def cases_by_datastore(
    cases: Sequence[Case], asked_for: Collection[str]
) -> Iterator[tuple[Case, str]]:
    """Each case with each datastore that it runs on, by what `--datastore` names."""
    for name in (FOLDER, *PLACES):
        if asked_for:
            chosen = cases if name in asked_for else []
        else:
            chosen = [case for case in cases if name == FOLDER or case.name in CHOSEN[name]]
        yield from ((case, name) for case in chosen)
