"""What `flowc gc` found, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from compiler.cli.human import Cell, size, table
from compiler.datastore.garbage import Collection, Tally
from compiler.datastore.references import InUse


def in_words(found: Sequence[Collection], drafts: Tally, delete: bool, colour: bool) -> str:
    """A row for each flow, and what can go or is gone."""
    rows: list[list[Cell]] = [["FLOW", "KEPT", "SIZE", "UNREFERENCED", "SIZE", "TOO YOUNG", "SIZE"]]
    rows += ([one.flow, *_cells(one)] for one in found)
    text = table(rows, colour, right=range(1, 7)) if found else ""
    total = Tally()
    for tally in [one.removed if delete else one.unreferenced for one in found] + [drafts]:
        total.count += tally.count
        total.size += tally.size
    if not total.count:
        if delete:
            return f"{text}Nothing was removed.\n"
        # Of a flow that is left alone nobody knows what there is to remove.
        return text if any(map(_is_left_alone, found)) else f"{text}There is nothing to remove.\n"
    objects = "1 object" if total.count == 1 else f"{total.count:,} objects"
    amount = f"{objects}, {size(total.size)}"
    if drafts.count:
        amount += f", {drafts.count:,} of them left half-written by processes that are gone"
    return f"{text}Removed {amount}.\n" if delete else f"{text}To remove: {amount}. Add --delete.\n"


def _cells(one: Collection) -> list[Cell]:
    if _is_left_alone(one):
        return ["-"] * 6
    tallies = (one.kept, one.unreferenced, one.young)
    return [text for each in tallies for text in (f"{each.count:,}", size(each.size))]


def _is_left_alone(one: Collection) -> bool:
    """Whether nothing of the flow has been looked at."""
    return one.problem is not None and not any(
        tally.count for tally in (one.kept, one.unreferenced, one.young)
    )


def facts(root: str, found: Sequence[Collection], drafts: Tally, delete: bool) -> dict[str, Any]:
    """The same for programs, sizes in bytes."""
    return {
        "datastore": root,
        "delete": delete,
        "flows": [
            {
                "flow": one.flow,
                "state": _state(one),
                "problem": None if one.problem is None else str(one.problem),
                "kept": _facts(one.kept),
                "unreferenced": _facts(one.unreferenced),
                "too_young": _facts(one.young),
                "removed": _facts(one.removed),
            }
            for one in found
        ],
        "drafts": _facts(drafts),
    }


def _state(found: Collection) -> str:
    if found.problem is None:
        return "collected"
    return "in use" if isinstance(found.problem, InUse) else "failed"


def _facts(tally: Tally) -> dict[str, int]:
    return {"objects": tally.count, "bytes": tally.size}
