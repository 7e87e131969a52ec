"""Cards: the pages that a step with `@card` leaves about itself, one HTML file each.

Nothing of them is imported for a step that has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from runtime_shim.authoring.decorators import Decoration
    from runtime_shim.cards.collector import CardCollector
    from runtime_shim.flow.context import TaskContext


def collector_for(
    decorations: Iterable[Decoration], context: TaskContext
) -> Optional[CardCollector]:
    """What `current.card` is in a step; None without a `@card`: there is no `current.card`."""
    arguments = [one.arguments for one in decorations if one.name == "card"]
    if not arguments:
        return None
    from runtime_shim.cards.collector import CardCollector

    return CardCollector(arguments, context)


def render_cards(
    collector: CardCollector, flow_object: Any, context: TaskContext
) -> tuple[str, ...]:
    """Stores the cards of a task whose step is done; their names are for its manifest.

    To be called when the artifacts are stored and the manifest is not. A card that fails or
    takes too long is one that says so, and never the end of the task.
    """
    from runtime_shim.cards.rendering import render_all

    return render_all(collector, flow_object, context)
