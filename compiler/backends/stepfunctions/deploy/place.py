"""What an account has for a flow before anything of it is deployed: roles, a queue, a cluster."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.backends.deployer import DeployError
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.documents import TEMPLATE_FILE
from compiler.backends.stepfunctions.roles import ROLE_SETTINGS, given_roles
from compiler.settings import Settings

_QUEUE = "JobQueue"
_CLUSTER = ("EksCluster", "EksEndpoint", "EksCertificateAuthority")


def values_of(wanted: Iterable[str], settings: Settings, cloud: Cloud) -> dict[str, str]:
    """The values of these placeholders. Raises `DeployError` that names all settings to set."""
    wanted = set(wanted)
    found = given_roles(settings)
    if settings.queue is not None:
        found[_QUEUE] = settings.queue
    missing = {name: setting for name, setting in ROLE_SETTINGS.items() if name in wanted}
    missing |= {_QUEUE: "queue"} if _QUEUE in wanted else {}
    missing = {name: setting for name, setting in missing.items() if name not in found}
    cluster = settings.stepfunctions.eks_cluster
    if wanted & {*_CLUSTER}:
        if cluster is None:
            missing[_CLUSTER[0]] = "stepfunctions.eks-cluster"
        elif not missing:
            found |= _of_cluster(cluster, cloud)
    if missing:
        names = " and ".join(f"`{setting}`" for setting in missing.values())
        hint = (
            f" flowc deploy makes no roles: {TEMPLATE_FILE}, which flowc compile writes, makes "
            "those that a flow takes."
        )
        are = "settings" if len(missing) > 1 else "setting"
        raise DeployError(
            f"This flow cannot be deployed without the {are} {names}."
            f"{hint if missing.keys() & ROLE_SETTINGS.keys() else ''}"
        )
    return {name: value for name, value in found.items() if name in wanted}


def _of_cluster(name: str, cloud: Cloud) -> dict[str, str]:
    cluster = cloud.call("eks", "describe_cluster", name=name)["cluster"]
    certificate = cluster["certificateAuthority"]["data"]
    return dict(zip(_CLUSTER, (name, cluster["endpoint"], certificate), strict=True))
