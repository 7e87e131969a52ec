"""What the `@card` decorators of a step ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from runtime_shim.cards.card import NAME, MetaflowCard, warn
from runtime_shim.cards.registry import card_class


@dataclass(frozen=True)
class CardSpec:
    """One `@card` of a step."""

    kind: str
    """Its type."""
    id: Optional[str]
    options: Mapping[str, Any]
    timeout: Optional[int]
    """Seconds that rendering may take."""
    save_errors: bool
    customize: bool
    refresh_interval: float
    """Seconds from one `refresh` that counts to the next."""
    name: str
    """In `contract.card_key`: the type, the id, and a number where that is taken."""
    cls: Optional[type[MetaflowCard]]
    """None where no class has the type."""

    @property
    def editable(self) -> bool:
        return self.cls is not None and self.cls.ALLOW_USER_COMPONENTS


def card_specs(arguments: Sequence[Mapping[str, Any]]) -> list[CardSpec]:
    """One for each decorator, by its arguments; those given on a command line may be texts."""
    specs: list[CardSpec] = []
    for given in arguments:
        specs.append(_spec(given, {spec.name for spec in specs}))
    return specs


def _spec(given: Mapping[str, Any], taken: set[str]) -> CardSpec:
    kind, timeout = str(given.get("type", "default")), given.get("timeout", 45)
    identifier = _identifier(given.get("id"))
    name = kind if NAME.match(kind) else "error"
    name = name if identifier is None else f"{name}-{identifier}"
    numbered = (name if n == 1 else f"{name}.{n}" for n in range(1, len(taken) + 2))
    return CardSpec(
        kind=kind,
        id=identifier,
        options=given.get("options") or {},
        timeout=None if timeout is None else int(timeout),
        save_errors=str(given.get("save_errors", True)) == "True",
        customize=str(given.get("customize", False)) == "True",
        refresh_interval=float(given.get("refresh_interval", 5)),
        name=next(name for name in numbered if name not in taken),
        cls=card_class(kind),
    )


def _identifier(given: Any) -> Optional[str]:
    if given is None or NAME.match(str(given)):
        return None if given is None else str(given)
    warn(
        f"@card with id '{given}': an id is made of letters, digits and underscores; "
        f"`current.card['{given}']` will not find it."
    )
    return None
