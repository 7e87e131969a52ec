"""What the parts of one execution share, and how the interpreter carries it to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from moto.stepfunctions.parser.asl.eval.evaluation_details import AWSExecutionDetails

if TYPE_CHECKING:
    from tests.engines.stepfunctions.batch.service import FakeBatch
    from tests.engines.stepfunctions.fake_kubernetes import FakeKubernetes

ACCOUNT = "123456789012"
REGION = "us-east-1"


@dataclass(frozen=True)
class Services:
    """What tasks call."""

    batch: FakeBatch
    kubernetes: FakeKubernetes
    s3: Any
    """A client of boto3."""


@dataclass
class Child:
    """An execution that a Distributed Map started."""

    map_name: str
    name: str
    given: Any
    status: str
    events: int
    """The length of its history."""


@dataclass
class Details(AWSExecutionDetails):
    """Is handed on by the interpreter from an execution to all of its parts."""

    services: Services
    time_factor: float = 1.0
    """How long a second lasts for those who only wait, in seconds."""
    children: list[Child] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    """Seconds, as the document has them."""
    jobs: list[str] = field(default_factory=list)
    """The ids of what was submitted, in that order."""

    def __post_init__(self) -> None:
        super().__init__(ACCOUNT, REGION, f"arn:aws:iam::{ACCOUNT}:role/bench")

    def shortened(self, seconds: float) -> float:
        """How long to wait in place of that."""
        self.waited.append(seconds)
        return seconds * self.time_factor


def details_of(env: Any) -> Details:
    """Of the execution that an environment of the interpreter belongs to."""
    details = env.aws_execution_details
    assert isinstance(details, Details)
    return details
