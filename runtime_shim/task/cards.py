"""The cards of a task, while it runs and once it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runtime_shim.authoring.current import add_to_current
from runtime_shim.authoring.marks import Decoration
from runtime_shim.flow.context import TaskContext

if TYPE_CHECKING:
    from runtime_shim.cards.collector import CardCollector


@dataclass(frozen=True)
class CardsOfTask:
    """What `@card` asks for; nothing is imported where a step has none."""

    context: TaskContext
    collector: CardCollector | None

    @classmethod
    def of(cls, decorations: Sequence[Decoration], context: TaskContext) -> CardsOfTask:
        """Opens the cards of a step: from here on `current.card` is there."""
        if not any(one.name == "card" for one in decorations):
            return cls(context, None)
        from runtime_shim.cards import collector_for

        collector = collector_for(decorations, context)
        if collector is not None:
            add_to_current("card", collector)
        return cls(context, collector)

    def render(self, flow: Any) -> tuple[str, ...]:
        """Stores the cards and gives their names, once the artifacts are stored."""
        if self.collector is None:
            return ()
        from runtime_shim.cards import render_cards

        return render_cards(self.collector, flow, self.context)
