"""The documents of a state machine, as they are deployed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}", re.ASCII)


@dataclass(frozen=True)
class Documents:
    """What a compiled folder has for the state machine of its name."""

    name: str
    definition: dict[str, Any]
    """Its placeholders are as they were."""
    jobs: Mapping[str, Mapping[str, Any]]
    """Job definitions, by the placeholder that stands for each."""

    @classmethod
    def read(cls, folder: Path) -> Documents:
        """From the folder of a state machine."""
        definition = json.loads((folder / "state-machine.asl.json").read_text())
        jobs = folder / "job-definitions.json"
        return cls(folder.name, definition, json.loads(jobs.read_text()) if jobs.exists() else {})

    def text(self, values: Mapping[str, str]) -> str:
        """The definition, filled in. Raises `KeyError` for a placeholder without a value."""
        # The interpreter takes `\\ud83d\\ude00` for two characters.
        return json.dumps(filled_in(self.definition, values), ensure_ascii=False)


def filled_in(value: Any, values: Mapping[str, str]) -> Any:
    """With values for placeholders, as `DefinitionSubstitutions` of CloudFormation has them.

    Raises `KeyError` for a placeholder without a value.
    """
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: values[found[1]], value)
    if isinstance(value, list):
        return [filled_in(one, values) for one in value]
    if isinstance(value, dict):
        return {key: filled_in(one, values) for key, one in value.items()}
    return value
