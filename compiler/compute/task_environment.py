"""Variables that a step's containers have of their own, wherever they run."""

from __future__ import annotations

from compiler.compute.images import environment_image
from compiler.compute.pod import Pairs
from compiler.ir.compute import Kubernetes
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim import contract

DEFAULT_GANG_PORT = 29500
"""PyTorch's default for the port of the first member."""
DEFAULT_GANG_TIMEOUT_SECONDS = 600


def step_variables(step: Step, settings: Settings, environment: str | None) -> Pairs:
    """Those of `@environment`, the folder for temporary files, and the package environment that
    the image does not have yet."""
    env = dict(step.environment)
    tmpfs = step.compute.tmpfs if step.compute else None
    if tmpfs is not None and tmpfs.tempdir:
        env.setdefault(contract.ENV_TEMPDIR, tmpfs.path)
    if environment is not None and environment_image(environment, settings) is None:
        env[contract.ENV_ENVIRONMENT] = environment
    return tuple(env.items())


def gang_variables(step: Step) -> Pairs:
    """Where the members of a gang meet, and how long they wait for that."""
    kubernetes = step.compute if isinstance(step.compute, Kubernetes) else None
    port = (kubernetes and kubernetes.port) or DEFAULT_GANG_PORT
    timeout = (
        kubernetes and kubernetes.hostname_resolution_timeout_seconds
    ) or DEFAULT_GANG_TIMEOUT_SECONDS
    return (
        (contract.ENV_GANG_PORT, str(port)),
        (contract.ENV_GANG_TIMEOUT, str(timeout)),
    )
