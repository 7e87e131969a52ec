"""Roles and policies as CloudFormation and IAM have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.template.functions import ACCOUNT

_VERSION = "2012-10-17"
"""Of the language of policies, which has no other."""

EVERYTHING = "*"
"""The resource of actions for which IAM knows no other."""


def allow(
    actions: str | Sequence[str], resources: object, condition: Mapping[str, object] | None = None
) -> Payload:
    """A statement that allows actions on resources."""
    statement: Payload = {"Effect": "Allow", "Action": actions, "Resource": resources}
    if condition is not None:
        statement["Condition"] = condition
    return statement


def role(service: str, statements: Sequence[Payload]) -> Payload:
    """A role that a service of AWS takes on for this account, and that may do what is said.

    The condition keeps the service from taking it on for somebody else ("The confused deputy
    problem" in the IAM User Guide).
    """
    trust: Payload = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    properties: Payload = {"AssumeRolePolicyDocument": _policy([trust])}
    if statements:
        properties["Policies"] = [{"PolicyName": "flowc", "PolicyDocument": _policy(statements)}]
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _policy(statements: Sequence[Payload]) -> Payload:
    return {"Version": _VERSION, "Statement": statements}
