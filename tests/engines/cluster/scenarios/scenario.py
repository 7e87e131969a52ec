"""A flow that is run on the cluster, and what happens to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conformance.case import Case, Command
from tests.engines.cluster.api import Object
from tests.engines.cluster.scenarios.going import Going

FLOWS = Path(__file__).with_name("flows")


def _nothing(_: object) -> None:
    pass


@dataclass(frozen=True)
class Scenario:
    """One run of a flow."""

    name: str
    flow: str
    """The name of its file."""
    given: Mapping[str, str] = field(default_factory=dict)
    """The values of parameters."""
    parallelism: int | None = None
    """The most pods at a time."""
    change: Callable[[list[Object]], None] = _nothing
    """What is done to the flow's documents, for what would take too long."""
    meanwhile: Callable[[Going], None] = _nothing
    """What is done while it runs."""

    @property
    def case(self) -> Case:
        """Its files, and the command that means the same on a laptop."""
        words = [word for name, text in self.given.items() for word in (f"--{name}", text)]
        file = f"{self.flow}.py"
        content = (FLOWS / file).read_bytes()
        return Case(f"scenario-{self.name}", {file: content}, (Command(file, ("run", *words)),))


def of_scenario(scenario: Scenario) -> pytest.MarkDecorator:
    """Gives a test as `left` what the run has left; all that tests ask for run at the same time."""
    return pytest.mark.parametrize(
        "left", [pytest.param(scenario, id=scenario.name)], indirect=True
    )
