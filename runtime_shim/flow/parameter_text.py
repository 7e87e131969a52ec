"""The parameters of a run, in the forms in which schedulers can give them."""

from __future__ import annotations

import base64
import json
from typing import Any


def read_parameters(text: str) -> dict[str, str]:
    """The texts of the parameters by their names (`contract.ENV_PARAMETERS`).

    Raises `ValueError` for a text that has none of the forms.
    """
    text = text.strip()
    if text[:1] not in ("[", "{"):
        text = base64.b64decode(text, validate=True).decode()
    found = json.loads(text)
    if isinstance(found, dict):
        return {name: _text(value) for name, value in found.items() if value is not None}
    if not isinstance(found, list):
        raise ValueError("neither a list nor an object")
    return dict(_entry(entry) for entry in found)


def _entry(entry: Any) -> tuple[str, str]:
    if not isinstance(entry, dict) or not {"name", "value"} <= entry.keys():
        raise ValueError("an entry without a name and a value")
    return str(entry["name"]), str(entry["value"])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
