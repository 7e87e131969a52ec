"""Whether AWS Batch starts a job once more.

https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.engines.stepfunctions.batch.attempt import Attempt


def starts_again(strategy: Mapping[str, Any], attempt: Attempt, number: int) -> bool:
    """After the attempt of that number, from 1, which has failed."""
    if number >= strategy.get("attempts", 1):
        return False
    for rule in strategy.get("evaluateOnExit", []):
        if _matches(rule, attempt):
            return bool(rule["action"].upper() == "RETRY")
    return True


def _matches(rule: Mapping[str, str], attempt: Attempt) -> bool:
    code = "" if attempt.exit_code is None else str(attempt.exit_code)
    seen = {"onExitCode": code, "onStatusReason": attempt.status_reason, "onReason": attempt.reason}
    return all(_like(rule[name], value) for name, value in seen.items() if name in rule)


def _like(pattern: str, value: str) -> bool:
    # An asterisk stands at the end or nowhere. Case counts for nothing.
    pattern, value = pattern.lower(), value.lower()
    if pattern.endswith("*"):
        return value.startswith(pattern[:-1])
    return pattern == value
