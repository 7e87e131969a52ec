"""What the tasks may do, and what ECS may do to start their containers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.template.functions import (
    arn,
    bucket_arn,
    literal,
    pattern,
    sub,
)
from compiler.backends.stepfunctions.template.roles import EVERYTHING, allow
from compiler.backends.yaml_text import Tagged
from compiler.ir.flow import Flow

_AWS_SECRETS = "aws-secrets-manager"
_ARN = re.compile(r"arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:.+")
_ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/"
    r"(?P<repository>[^:@]+)"
)
_LOG_GROUP = "/aws/batch/job"
"""Where Batch puts what jobs print, unless they say otherwise."""


def job_statements(flow: Flow, identity: Identity) -> list[Payload]:
    """The datastore, and the secrets that the flow names.

    Tasks write below their own flow's folder only, and may read other flows', as `@trigger`ed
    runs and the client do. Without the permission to list, S3 says "denied" of an object that
    is not there; that request has no prefix, which is why the condition is one "if exists".
    """
    everything, own = pattern(identity.prefix), f"{pattern(identity.prefix)}{identity.flow}/"
    prefixes = {"StringLikeIfExists": {"s3:prefix": sub(f"{everything}*")}}
    writing = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
    return [
        allow("s3:GetObject", bucket_arn(identity.bucket, f"{everything}*")),
        allow(writing, bucket_arn(identity.bucket, f"{own}*")),
        allow("s3:ListBucket", bucket_arn(identity.bucket), prefixes),
        *_secret_statements(flow),
    ]


def _secret_statements(flow: Flow) -> Iterator[Payload]:
    secrets: dict[str, Tagged | str] = {}
    roles: dict[str, None] = {}
    for step in flow.steps:
        for source in step.secrets.sources if step.secrets else ():
            role = source.role or (step.secrets and step.secrets.role)
            if source.type != _AWS_SECRETS:
                continue
            elif role:
                # That role reads it, and the task takes on that role.
                roles[role] = None
            else:
                region = source.options.get("region")
                secrets[f"{region} {source.id}"] = _secret(source.id, region)
    if secrets:
        yield allow("secretsmanager:GetSecretValue", list(secrets.values()))
    if roles:
        yield allow("sts:AssumeRole", list(roles))


def _secret(name: str, region: object) -> Tagged | str:
    """The ARN of a secret, which for a name ends in six characters that only AWS knows."""
    if _ARN.fullmatch(name):
        return name
    resource = f"secret:{pattern(name)}-??????"
    if isinstance(region, str):
        place = f"{literal(region)}:${{AWS::AccountId}}"
        return sub(f"arn:${{AWS::Partition}}:secretsmanager:{place}:{resource}")
    return arn("secretsmanager", resource)


def execution_statements(jobs: Iterable[Mapping[str, object]]) -> list[Payload]:
    """Pulling the images that are in ECR, and writing logs.

    Source: "Amazon ECS task execution IAM role" in the ECS Developer Guide.
    """
    containers = [container for job in jobs for container in _containers(job)]
    found = [_ECR.match(str(container["image"])) for container in containers]
    repositories = {
        f"arn:${{AWS::Partition}}:ecr:{one['region']}:{one['account']}:repository/"
        f"{literal(one['repository'])}": None
        for one in found
        if one
    }
    made = []
    if repositories:
        layers = ("BatchCheckLayerAvailability", "GetDownloadUrlForLayer", "BatchGetImage")
        made.append(allow("ecr:GetAuthorizationToken", EVERYTHING))
        made.append(allow([f"ecr:{action}" for action in layers], list(map(sub, repositories))))
    groups = list(dict.fromkeys(map(_log_group, containers)))
    logs = [arn("logs", f"log-group:{literal(group)}:*") for group in groups]
    return [*made, allow(["logs:CreateLogStream", "logs:PutLogEvents"], logs)]


def _containers(job: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The properties of each container that a job definition has."""
    waiting: list[object] = [job]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            if "image" in one:
                yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _log_group(container: Mapping[str, object]) -> str:
    configuration = container.get("logConfiguration")
    options = configuration.get("options") if isinstance(configuration, Mapping) else None
    group = options.get("awslogs-group") if isinstance(options, Mapping) else None
    return group if isinstance(group, str) else _LOG_GROUP
