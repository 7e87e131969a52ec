"""What starts runs by itself, as resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.backends.short_names import digest
from compiler.backends.stepfunctions.documents import Documents
from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.placeholders import filled


def start_resources(
    documents: Documents, values: Mapping[str, object]
) -> Iterator[tuple[str, Payload]]:
    """The schedule, and the rules, each by its name in the template."""
    if documents.schedule is not None:
        properties = filled(documents.schedule, values)
        yield "Schedule", {"Type": "AWS::Scheduler::Schedule", "Properties": properties}
    for rule in documents.rules:
        request = rule["Rule"]
        assert isinstance(request, dict)
        # By its name, not its number: else one rule less would turn others into each other.
        resource = f"Rule{digest(request['Name'])}"
        properties = {**request, "Targets": filled(rule["Targets"], values)}
        yield resource, {"Type": "AWS::Events::Rule", "Properties": properties}
