"""What `metaflow.cards` has: the components, the card types, and how to read cards."""

from __future__ import annotations

from runtime_shim.cards.basic_components import (
    Artifact,
    Error,
    Markdown,
    PythonCode,
    Table,
    UserComponent,
)
from runtime_shim.cards.card import MetaflowCard, MetaflowCardComponent
from runtime_shim.cards.card_types import BlankCard, DefaultCard, ErrorCard, PageComponent
from runtime_shim.cards.image import Image
from runtime_shim.cards.live_components import (
    EventsTimeline,
    JSONViewer,
    ProgressBar,
    ValueBox,
    VegaChart,
    YAMLViewer,
)
from runtime_shim.cards.reading import Card, CardContainer, get_cards

__all__ = [
    "Artifact",
    "BlankCard",
    "Card",
    "CardContainer",
    "DefaultCard",
    "Error",
    "ErrorCard",
    "EventsTimeline",
    "Image",
    "JSONViewer",
    "Markdown",
    "MetaflowCard",
    "MetaflowCardComponent",
    "PageComponent",
    "ProgressBar",
    "PythonCode",
    "Table",
    "UserComponent",
    "ValueBox",
    "VegaChart",
    "YAMLViewer",
    "get_cards",
]
