"""From a step and the settings to its container on AWS Batch.

The step has passed `batch_check`, so nothing here can fail.
"""

from __future__ import annotations

from compiler.compute.batch_container import (
    BatchContainer,
    Device,
    FileSystem,
    Log,
    MemoryFolder,
)
from compiler.compute.batch_sizes import (
    MIB,
    cpu_and_memory,
    fargate_disk_gib,
    fargate_fit,
    vcpus,
    whole,
)
from compiler.compute.images import default_image, step_image
from compiler.compute.kubernetes_batch import batch_host_volumes
from compiler.compute.pod import HostVolume, Pairs
from compiler.compute.runtime import runtime_launch, runtime_variables
from compiler.compute.task_environment import step_variables
from compiler.ir.compute import Batch, Resources
from compiler.ir.step import Step
from compiler.settings import Settings

DEFAULT_LOG_DRIVER = "awslogs"
"""Where Batch's jobs log if nobody says otherwise (CloudWatch Logs)."""
_READ_WRITE = ("READ", "WRITE")
_ALL = ("READ", "WRITE", "MKNOD")


def hook_container(image: str | None, settings: Settings) -> BatchContainer:
    """The container of an exit hook, which has no step: all that the settings say."""
    return _container(image or default_image(settings), Resources(), None, (), settings)


def step_container(
    step: Step, settings: Settings, environment: str | None = None
) -> BatchContainer:
    """The container that runs the attempts of a step, in the package environment of that id."""
    return _container(
        step_image(step, settings, environment),
        step.resources,
        step.compute if isinstance(step.compute, Batch) else None,
        step_variables(step, settings, environment),
        settings,
    )


def _container(
    image: str, resources: Resources, batch: Batch | None, env: Pairs, settings: Settings
) -> BatchContainer:
    fargate = settings.batch.platform == "fargate"
    cpu_millis, memory_mib = cpu_and_memory(resources, settings.resources)
    if fargate:
        cpu_millis, memory_mib = fargate_fit(cpu_millis, memory_mib) or (cpu_millis, memory_mib)
    shared, swap = resources.shared_memory_bytes, batch.max_swap_bytes if batch else None
    return BatchContainer(
        image=image,
        vcpus=vcpus(cpu_millis, fargate=fargate),
        memory_mib=memory_mib,
        gpus=resources.gpu or 0,
        executable=(batch and batch.executable) or "python",
        launch=runtime_launch(settings),
        env=(*env, *runtime_variables(settings)),
        job_role=(batch and batch.iam_role) or settings.batch.job_role,
        execution_role=(batch and batch.execution_role) or settings.batch.execution_role,
        shared_memory_mib=whole(shared, MIB) if shared else None,
        tmpfs=_tmpfs(batch, memory_mib),
        max_swap_mib=whole(swap, MIB) if swap is not None else None,
        swappiness=batch.swappiness if batch else None,
        devices=_devices(batch) if batch else (),
        volumes=_volumes(batch) if batch else (),
        privileged=batch.privileged if batch else False,
        log=_log(batch) if batch else None,
        tags=tuple(batch.tags.items()) if batch else (),
        fargate=fargate,
        public_ip=fargate and settings.batch.public_ip,
        ephemeral_storage_gib=fargate_disk_gib(resources, batch) if fargate else None,
    )


def _tmpfs(batch: Batch | None, memory_mib: int) -> MemoryFolder | None:
    if batch is None or batch.tmpfs is None:
        return None
    size = batch.tmpfs.size_bytes
    return MemoryFolder(batch.tmpfs.path, whole(size, MIB) if size else memory_mib // 2)


def _devices(batch: Batch) -> tuple[Device, ...]:
    """Chips of AWS Neuron, and Elastic Fabric Adapters, by the files that their drivers make."""
    neuron = (batch.inferentia or 0) + (batch.trainium or 0)
    return (
        *(Device(f"/dev/neuron{number}", _READ_WRITE) for number in range(neuron)),
        *(Device(f"/dev/infiniband/uverbs{number}", _ALL) for number in range(batch.efa or 0)),
    )


def _volumes(batch: Batch) -> tuple[HostVolume | FileSystem, ...]:
    systems = (
        FileSystem(f"efs-{number}", mount, system)
        for number, (system, mount) in enumerate(batch.efs_volumes.items())
    )
    return (*batch_host_volumes(batch), *systems)


def _log(batch: Batch) -> Log | None:
    if batch.log_driver is None and not batch.log_options:
        return None
    pairs = (option.partition(":") for option in batch.log_options)
    options = tuple((name, value) for name, _, value in pairs)
    return Log(batch.log_driver or DEFAULT_LOG_DRIVER, options)
