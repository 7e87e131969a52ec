"""What card types and components derive from, as Metaflow's users know it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Optional, Union

from runtime_shim.exceptions import MetaflowException

Content = Union[str, Mapping[str, Any]]
"""A component as it was rendered: text, or a table that `html` makes a piece of a page of."""

NAME = re.compile(r"^[a-zA-Z0-9_]+$")
"""What a card's type and id look like."""


class MetaflowCard:
    """A card type: a subclass has a `type`, and `render` makes a whole HTML page of a task."""

    RELOAD_POLICY_NEVER = "never"
    RELOAD_POLICY_ALWAYS = "always"
    RELOAD_POLICY_ONCHANGE = "onchange"
    RELOAD_POLICY_TOKEN = "[METAFLOW_RELOAD_TOKEN]"
    """In a page, it gives way to a text that differs from one version to the next."""

    type: Optional[str] = None
    ALLOW_USER_COMPONENTS = False
    """Whether steps may append components."""
    RUNTIME_UPDATABLE = False
    """Whether the card can be rendered while the step runs."""
    RELOAD_POLICY = RELOAD_POLICY_NEVER
    scope = "task"
    runtime_data: Any = None
    """What `refresh` was given last, and the components, in the final `render`."""

    def __init__(
        self,
        options: Mapping[str, Any] = {},
        components: Sequence[Content] = (),
        graph: Optional[Mapping[str, Any]] = None,
        flow: Any = None,
    ) -> None:
        """Subclasses take what they need of it."""

    def render(self, task: Any) -> Optional[str]:
        """The page, for the finished task."""
        raise NotImplementedError

    def render_runtime(self, task: Any, data: Mapping[str, Any]) -> Optional[str]:
        """The page while the step runs; `data` has `user`, `components` and `render_seq`."""
        raise NotImplementedError

    def refresh(self, task: Any, data: Mapping[str, Any]) -> Any:
        """For viewers that update a page in place; the page itself is written anew here."""
        raise NotImplementedError

    def reload_content_token(self, task: Any, data: Mapping[str, Any]) -> str:  # noqa: ARG002
        """What stands for the content under the policy `onchange`."""
        return "content-token"


class MetaflowCardComponent:
    """Something that a card shows."""

    REALTIME_UPDATABLE = False

    _component_id: Optional[str] = None

    @property
    def component_id(self) -> Optional[str]:
        """By which the card's `components` find it."""
        return self._component_id

    @component_id.setter
    def component_id(self, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError("Component ID must be a string")
        self._component_id = value

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Changes what it shows, where it can."""
        raise NotImplementedError

    def render(self) -> Content:
        """What it shows."""
        raise NotImplementedError


class ComponentOverwriteNotSupportedException(MetaflowException):
    """A component was to take the place of another one."""

    headline = "Component overwrite is not supported"


def warn(message: str) -> None:
    """Cards never fail a task; what is wrong with them goes to its log."""
    sys.stderr.write(f"[@card WARNING] {message}\n")
