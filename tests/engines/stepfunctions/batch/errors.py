"""What AWS Batch refuses."""

from __future__ import annotations

CLIENT = "ClientException"
THROTTLED = "BatchException"


class BatchError(Exception):
    """An error of the service. Step Functions calls it by `Batch.` and its code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def refuse_unless(allowed: bool, message: str) -> None:
    """Raises a `BatchError` for what the user can mend."""
    if not allowed:
        raise BatchError(CLIENT, message)
