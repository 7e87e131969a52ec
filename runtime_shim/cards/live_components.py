"""The components that follow what happens: progress, measures, charts, events, documents."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any, Optional, Union

from runtime_shim.cards.basic_components import (
    Artifact,
    Markdown,
    PythonCode,
    UserComponent,
    render_safely,
)
from runtime_shim.cards.card import Content
from runtime_shim.cards.image import Image
from runtime_shim.cards.values import type_name
from runtime_shim.cards.yaml_text import yaml_text

_THEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9_-]*$")
_LARGEST = 1e15


class ProgressBar(UserComponent):
    """How far something is: `value` of `max`."""

    REALTIME_UPDATABLE = True

    def __init__(
        self,
        max: int = 100,  # noqa: A002 - Metaflow's name
        label: Optional[str] = None,
        value: int = 0,
        unit: Optional[str] = None,
        metadata: Optional[str] = None,
    ) -> None:
        self._max = max
        self._label = label
        self._value = value
        self._unit = unit
        self._metadata = metadata

    def update(self, new_value: int, metadata: Optional[str] = None) -> None:
        self._value = new_value
        if metadata is not None:
            self._metadata = metadata

    def render(self) -> Content:
        return {
            "type": "progressBar",
            "max": self._max,
            "value": self._value,
            "label": self._label,
            "unit": self._unit,
            "details": self._metadata,
        }


class ValueBox(UserComponent):
    """One measure, large. Texts that are empty, too long or of another type are refused."""

    REALTIME_UPDATABLE = True

    def __init__(
        self,
        title: Optional[str] = None,
        value: Union[str, int, float] = "",
        subtitle: Optional[str] = None,
        theme: Optional[str] = None,
        change_indicator: Optional[str] = None,
    ) -> None:
        self._shown: dict[str, Any] = {}
        _check_value(value)
        self.update(title, value, subtitle, theme, change_indicator)

    def update(
        self,
        title: Optional[str] = None,
        value: Optional[Union[str, int, float]] = None,
        subtitle: Optional[str] = None,
        theme: Optional[str] = None,
        change_indicator: Optional[str] = None,
    ) -> None:
        """Changes what is given; raises `TypeError` or `ValueError`, and then changes nothing."""
        _check_text("Title", title, 200)
        _check_text("Subtitle", subtitle, 300)
        _check_text("Theme", theme, 200)
        _check_text("Change indicator", change_indicator, 200)
        if theme is not None and not _THEME.match(theme):
            raise ValueError(f"Theme must be a valid CSS class name, got '{theme}'")
        if value is not None:
            _check_value(value)
        given = {
            "title": title,
            "value": value,
            "subtitle": subtitle,
            "theme": theme,
            "change_indicator": change_indicator,
        }
        self._shown.update((name, part) for name, part in given.items() if part is not None)

    def render(self) -> Content:
        return {"type": "valueBox", **self._shown}


class VegaChart(UserComponent):
    """A Vega or Vega-Lite chart, by its specification."""

    REALTIME_UPDATABLE = True

    def __init__(self, spec: Mapping[str, Any], show_controls: bool = False) -> None:
        self._spec = spec
        self._show_controls = show_controls

    @classmethod
    def from_altair_chart(cls, altair_chart: Any) -> VegaChart:
        """Of a chart of the library Altair; raises `ValueError` for anything else."""
        if not _is_altair(altair_chart):
            raise ValueError(f"{type_name(altair_chart)} is not an altair chart")
        return cls(altair_chart.to_dict())

    def update(self, spec: Any = None) -> None:
        """A new specification, or a chart of Altair's."""
        if spec is not None:
            self._spec = spec.to_dict() if _is_altair(spec) else spec

    def render(self) -> Content:
        return {"type": "vegaChart", "spec": self._spec}


class JSONViewer(UserComponent):
    """A value as JSON."""

    REALTIME_UPDATABLE = True
    _kind = "json"

    def __init__(
        self,
        data: Any,
        collapsible: bool = True,
        max_height: Optional[str] = None,
        show_copy_button: bool = True,
        title: Optional[str] = None,
    ) -> None:
        self._data = data
        self._collapsible = collapsible
        self._max_height = max_height
        self._show_copy_button = show_copy_button
        self._title = title

    def update(self, data: Any) -> None:
        self._data = data

    def render(self) -> Content:
        return {
            "type": f"{self._kind}Viewer",
            f"{self._kind}_string": self._text(),
            "collapsible": self._collapsible,
            "max_height": self._max_height,
            "title": self._title or self._kind.upper(),
        }

    def _text(self) -> str:
        return json.dumps(_parsed(self._data), indent=2, default=str, ensure_ascii=False)


class YAMLViewer(JSONViewer):
    """A value as YAML."""

    _kind = "yaml"

    def _text(self) -> str:
        data = _parsed(self._data)
        return data if isinstance(data, str) else yaml_text(data)


class EventsTimeline(UserComponent):
    """What happened, the newest first, at most `max_events` of it."""

    REALTIME_UPDATABLE = True
    _payloads = (ValueBox, Image, Markdown, Artifact, PythonCode, JSONViewer, YAMLViewer)

    def __init__(self, title: Optional[str] = None, max_events: int = 100) -> None:
        self._title = title
        self._max_events = max_events
        self._events: list[dict[str, Any]] = []
        self._total = 0
        self._first: Optional[float] = None
        self._last: Optional[float] = None
        self._finished = False

    def update(
        self,
        event_data: dict[str, Any],
        style_theme: Optional[str] = None,
        priority: Optional[str] = None,
        payloads: Optional[Mapping[str, UserComponent]] = None,
        finished: Optional[bool] = None,
    ) -> None:
        """Adds an event; raises `ValueError` for its theme, `TypeError` for a payload."""
        if style_theme is not None and not _THEME.match(style_theme):
            raise ValueError(
                f"Invalid style_theme '{style_theme}'. Must be a valid CSS class name."
            )
        for key, payload in (payloads or {}).items():
            if not isinstance(payload, self._payloads):
                allowed = ", ".join(component.__name__ for component in self._payloads)
                raise TypeError(
                    f"Payload '{key}' must be one of: {allowed}. Got {type(payload).__name__}"
                )
        now = time.time()
        event_data.setdefault("timestamp", now)
        event: dict[str, Any] = {"metadata": event_data, "payloads": payloads or {}}
        if style_theme is not None:
            event["style_theme"] = style_theme
        if priority is not None:
            event["priority"] = priority
        self._total += 1
        self._first = now if self._first is None else self._first
        self._last = now
        self._finished = self._finished if finished is None else finished
        self._events = [event, *self._events][: self._max_events]

    def get_stats(self) -> dict[str, Any]:
        """Counts, and times in seconds since the epoch."""
        stats: dict[str, Any] = {
            "total_events": self._total,
            "displayed_events": len(self._events),
            "last_update": self._last,
            "first_event": self._first,
            "finished": self._finished,
        }
        seconds = (self._last or 0) - (self._first or 0)
        if self._total > 1 and seconds > 0:
            stats["events_per_minute"] = round(self._total / seconds * 60, 1)
            stats["total_runtime_seconds"] = round(seconds, 1)
        return stats

    def render(self) -> Content:
        events = [
            {**event, "payloads": {k: render_safely(v) for k, v in event["payloads"].items()}}
            for event in self._events
        ]
        return {
            "type": "eventsTimeline",
            "title": self._title,
            "events": events,
            "stats": self.get_stats(),
        }


def _parsed(data: Any) -> Any:
    """What a text of JSON says; other data as it is."""
    try:
        return json.loads(data) if isinstance(data, str) else data
    except ValueError:
        return data


def _is_altair(chart: Any) -> bool:
    name = type_name(chart)
    return all(part in name for part in ("altair", "vegalite", "Chart"))


def _check_text(name: str, text: Any, longest: int) -> None:
    if text is None:
        return
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a string, got {type(text).__name__}")
    if len(text) > longest:
        raise ValueError(f"{name} must be {longest} characters or less, got {len(text)}")
    if not text.strip():
        raise ValueError(f"{name} cannot be empty or whitespace only")


def _check_value(value: Any) -> None:
    if value is None:
        raise ValueError("Value is required and cannot be None")
    if isinstance(value, str):
        _check_text("String value", value, 100)
    elif not isinstance(value, (int, float)):
        raise TypeError(f"Value must be str, int, or float, got {type(value).__name__}")
    elif not -_LARGEST <= value <= _LARGEST:
        raise ValueError(f"Numeric value must be between -1e15 and 1e15, got {value}")
