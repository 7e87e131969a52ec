"""What `cfn-lint` says of CloudFormation templates."""

from __future__ import annotations

from functools import cache

from cfnlint.api import ManualArgs, lint
from cfnlint.core import get_rules
from cfnlint.match import Match
from cfnlint.rules import RulesCollection

REGION = "us-east-1"


def findings(text: str) -> list[Match]:
    """Errors and warnings."""
    found: list[Match] = lint(text, rules=_rules(), config=ManualArgs(regions=[REGION]))
    return found


@cache
def _rules() -> RulesCollection:
    return get_rules([], [], ["W", "E"], {}, False)
