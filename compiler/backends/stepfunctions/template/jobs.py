"""Job definitions as resources."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.placeholders import filled

_OWN_KEYS = ("parameters", "options", "tags")
"""The fields whose keys are the user's."""


def job_definition(request: Mapping[str, object], values: Mapping[str, object]) -> Payload:
    """The resource that registers what the request does.

    A revision stays active when the next one comes, for the runs that have begun with it.
    """
    properties = _capitalised(filled(request, values))
    assert isinstance(properties, dict)
    retained = {"ResourceRetentionPolicy": {"SkipDeregisterOnUpdate": True}}
    return {"Type": "AWS::Batch::JobDefinition", "Properties": {**properties, **retained}}


def _capitalised(value: object) -> object:
    """With the names of fields as CloudFormation has them: those of the API, but capitalised."""
    if isinstance(value, Mapping):
        return {
            f"{name[0].upper()}{name[1:]}": inner if name in _OWN_KEYS else _capitalised(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_capitalised(one) for one in value]
    return value
