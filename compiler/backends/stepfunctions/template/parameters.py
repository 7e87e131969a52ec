"""What a deployment has to say of its account."""

from __future__ import annotations

from collections.abc import Collection

from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.template.machine_role import QUEUE
from compiler.settings import Settings

_DESCRIPTIONS = {
    QUEUE: "The name or the ARN of the AWS Batch queue of steps that name none.",
    "EksCluster": "The name of the EKS cluster that runs the steps with @kubernetes.",
    "EksEndpoint": "The endpoint of that cluster's API server.",
    "EksCertificateAuthority": "The certificate of that cluster's API server, in Base64.",
}


def parameters(used: Collection[str], settings: Settings) -> dict[str, Payload]:
    """A parameter for each of these placeholders that the account's owner has to fill in."""
    defaults = {QUEUE: settings.queue, "EksCluster": settings.stepfunctions.eks_cluster}
    made: dict[str, Payload] = {}
    for name, description in _DESCRIPTIONS.items():
        if name in used:
            made[name] = {"Type": "String", "Description": description}
            if defaults.get(name) is not None:
                made[name]["Default"] = defaults[name]
    return made
