"""`current.card`: the components that a step appends to its cards."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Optional, Union

from runtime_shim.cards.basic_components import StubComponent, error_block
from runtime_shim.cards.card import (
    ComponentOverwriteNotSupportedException,
    Content,
    MetaflowCardComponent,
    warn,
)
from runtime_shim.cards.rendering import render_now
from runtime_shim.cards.spec import CardSpec, card_specs
from runtime_shim.flow.context import TaskContext


class ComponentStore:
    """The components of one card, in their order and by their ids."""

    def __init__(self, spec: CardSpec, components: Iterable[Any] = ()) -> None:
        self._spec = spec
        self._components: dict[str, MetaflowCardComponent] = {}
        self._made = 0
        self.changed = time.time()
        """When components came or went, in seconds since the epoch."""
        self.extend(components)

    def append(self, component: Any, id: Optional[str] = None) -> None:  # noqa: A002
        """Adds a component; what is none is left out with a warning."""
        if not isinstance(component, MetaflowCardComponent):
            warn(
                f"Component ({component}) is not a valid MetaflowCardComponent. "
                "It will not be stored."
            )
            return
        if id is not None:
            component.component_id = id
        elif component.component_id is None:
            self._made += 1
            component.component_id = f"{type(component).__name__.lower()}_{self._made}"
        self._components[str(component.component_id)] = component
        self.changed = time.time()

    def extend(self, components: Iterable[Any]) -> None:
        for component in components:
            self.append(component)

    def clear(self) -> None:
        self._components.clear()
        self.changed = time.time()

    def keys(self) -> list[str]:
        return list(self._components)

    def values(self) -> list[MetaflowCardComponent]:
        return list(self._components.values())

    def __getitem__(self, key: str) -> MetaflowCardComponent:
        if key not in self._components:
            self.append(StubComponent(key), id=key)
        return self._components[key]

    def __setitem__(self, key: str, component: Any) -> None:
        if key in self._components:
            raise ComponentOverwriteNotSupportedException(
                f"The card `{self._spec.name}` already has a component `{key}`, and a component "
                "cannot be replaced. Set all of the card's with `current.card[ID] = [...]`."
            )
        self.append(component, id=key)

    def __delitem__(self, key: str) -> None:
        del self._components[key]
        self.changed = time.time()

    def __contains__(self, key: object) -> bool:
        return key in self._components

    def __iter__(self) -> Iterator[MetaflowCardComponent]:
        return iter(self.values())

    def __len__(self) -> int:
        return len(self._components)


class CardEditor:
    """One card, as `current.card["id"]` gives it."""

    def __init__(self, spec: CardSpec, context: TaskContext, started: datetime) -> None:
        self.spec = spec
        self.components = ComponentStore(spec)
        self.warnings: list[Content] = []
        self.user_data: Any = None
        """What `refresh` was given last."""
        self.rendered = 0
        """How often it was rendered while the step runs."""
        self._context = context
        self._started = started
        self._refreshed: Optional[float] = None

    def append(self, component: Any, id: Optional[str] = None) -> None:  # noqa: A002
        self.components.append(component, id)

    def extend(self, components: Iterable[Any]) -> None:
        self.components.extend(components)

    def clear(self) -> None:
        self.components.clear()

    def replace(self, components: Iterable[Any]) -> None:
        """Shows these components in place of all that were there."""
        self.components = ComponentStore(self.spec, components)

    def refresh(self, data: Any = None, force: bool = False) -> None:  # noqa: ARG002 - Metaflow's
        """Writes the card as it is now; calls within `refresh_interval` of one do nothing."""
        self.user_data = data
        now = time.monotonic()
        if self._refreshed is not None and now - self._refreshed < self.spec.refresh_interval:
            return
        self._refreshed = now
        if self.spec.cls is not None and self.spec.cls.RUNTIME_UPDATABLE:
            self.rendered += 1
            render_now(self, self._context, self._started)

    def __iter__(self) -> Iterator[MetaflowCardComponent]:
        return iter(self.components)


class CardCollector:
    """All cards of a step. Most of its methods stand for the one card they can mean."""

    def __init__(self, arguments: Sequence[Mapping[str, Any]], context: TaskContext) -> None:
        self.started = datetime.now(timezone.utc)
        self.cards = [CardEditor(spec, context, self.started) for spec in card_specs(arguments)]
        self._by_id = self._identified()
        self._default = self._default_card()
        self._warned: set[str] = set()

    def append(self, component: Any, id: Optional[str] = None) -> None:  # noqa: A002
        card = self._meant("append")
        if card is not None:
            card.append(component, id)

    def extend(self, components: Iterable[Any]) -> None:
        card = self._meant("extend")
        if card is not None:
            card.extend(components)

    @property
    def components(self) -> Optional[ComponentStore]:
        card = self._meant("components")
        return card.components if card is not None else None

    def clear(self) -> None:
        if self._default is not None:
            self._default.clear()

    def refresh(self, data: Any = None, force: bool = False) -> None:
        if self._default is not None:
            self._default.refresh(data, force)

    def get(self, type: Optional[str] = None) -> list[CardEditor]:  # noqa: A002
        """The cards of a type."""
        return [card for card in self.cards if card.spec.kind == type]

    def __getitem__(self, key: str) -> Union[CardEditor, list[Any]]:
        if key not in self._by_id:
            self._warn_once(
                f"[{key}]",
                f"`current.card['{key}']` is not present. Give an @card the `id` '{key}'; "
                "what is added to this one is lost.",
            )
            return []
        return self._by_id[key]

    def __setitem__(self, key: str, components: Any) -> None:
        if key not in self._by_id:
            warn(f"`current.card['{key}']` is not present. Give an @card the `id` '{key}'.")
        elif not isinstance(components, list):
            warn(f"`current.card['{key}']` is not set: it takes a list of components.")
        else:
            self._by_id[key].replace(components)

    def _identified(self) -> dict[str, CardEditor]:
        if not any(card.spec.editable for card in self.cards):
            return {}
        found: dict[str, CardEditor] = {}
        twice: set[str] = set()
        for card in self.cards:
            if card.spec.id is not None:
                twice.update({card.spec.id} & found.keys())
                found[card.spec.id] = card
        if twice:
            warn(
                f"More than one @card has the id {', '.join(sorted(twice))}: "
                "`current.card[...]` finds none of them."
            )
        return {key: card for key, card in found.items() if key not in twice}

    def _default_card(self) -> Optional[CardEditor]:
        """The only editable card; else the one to customize; else the only one without an id."""
        editable = [card for card in self.cards if card.spec.editable]
        if len(editable) == 1:
            return editable[0]
        customized = [card for card in editable if card.spec.customize]
        if len(customized) > 1:
            warn("More than one @card has `customize=True`: none of them counts.")
        anonymous = [card for card in editable if card.spec.id is None]
        for candidates in (customized, anonymous):
            if len(candidates) == 1:
                return candidates[0]
        return None

    def _meant(self, method: str) -> Optional[CardEditor]:
        if self._default is None:
            self._warn_once(method, f"`current.card.{method}` does nothing: {self._reason()}")
        return self._default

    def _reason(self) -> str:
        if len(self.cards) > 1:
            return (
                "it cannot tell which of several cards is meant. Give each @card an `id`, and "
                "use `current.card[ID]`."
            )
        spec = self.cards[0].spec
        if spec.cls is None:
            return f"there is no card of type `{spec.kind}`."
        return f"a card of type `{spec.kind}` takes no components."

    def _warn_once(self, key: str, message: str) -> None:
        if key not in self._warned:
            self._warned.add(key)
            warn(message)
            for card in self.cards:
                card.warnings.append(error_block("@card WARNING", message))
