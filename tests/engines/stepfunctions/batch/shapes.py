"""Whether a request is of the form that the service's own model says (botocore's)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from botocore.session import get_session
from botocore.validate import ParamValidator

from tests.engines.stepfunctions.batch.errors import refuse_unless


def check_shape(operation: str, request: Mapping[str, Any]) -> None:
    """Raises `BatchError` for an unknown field, a missing one, or one of another type."""
    report = ParamValidator().validate(request, _model().operation_model(operation).input_shape)
    refuse_unless(not report.has_errors(), f"{operation}: {report.generate_report()}")


@cache
def _model() -> Any:
    return get_session().get_service_model("batch")
