"""Letting the state machine into the EKS cluster that it runs jobs in."""

from __future__ import annotations

from compiler.backends.stepfunctions.models import Machine, Payload
from compiler.backends.stepfunctions.template.functions import ref, sub
from compiler.backends.stepfunctions.template.machine_role import states_of

CLUSTER = "EksCluster"
_POLICY = "arn:${AWS::Partition}:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"
"""The least of EKS's own policies with which jobs are made, and what they print is read ("Access
policy permissions" in the EKS User Guide)."""


def access_entry(machine: Machine, role: object) -> Payload:
    """The resource. IAM has no say in what Step Functions does there: the cluster decides, in the
    namespaces that the states name."""
    parameters = [state["Parameters"] for state in states_of(machine) if "Parameters" in state]
    found = [one["Namespace"] for one in parameters if "ClusterName" in one and "Namespace" in one]
    scope: Payload = {"Type": "namespace", "Namespaces": list(dict.fromkeys(map(str, found)))}
    return {
        "Type": "AWS::EKS::AccessEntry",
        "Properties": {
            "ClusterName": ref(CLUSTER),
            "PrincipalArn": role,
            "AccessPolicies": [{"PolicyArn": sub(_POLICY), "AccessScope": scope}],
        },
    }
