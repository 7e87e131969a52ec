"""An abstract container as AWS Batch's `ContainerProperties`."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.compute.batch_container import BatchContainer, FileSystem
from compiler.compute.batch_models import (
    ContainerProperties,
    LinuxParameters,
    ResourceRequirement,
    Volume,
)
from compiler.compute.pod import HostVolume


def container_properties(container: BatchContainer, args: Iterable[str]) -> ContainerProperties:
    """The properties of a container; `args` are the runtime's."""
    made: ContainerProperties = {
        "image": container.image,
        "command": [container.executable, *container.launch, *args],
        "resourceRequirements": _requirements(container),
    }
    if container.job_role is not None:
        made["jobRoleArn"] = container.job_role
    if container.execution_role is not None:
        made["executionRoleArn"] = container.execution_role
    if container.env:
        made["environment"] = [{"name": name, "value": value} for name, value in container.env]
    linux = _linux(container)
    if linux:
        made["linuxParameters"] = linux
    if container.volumes:
        made["volumes"] = [_volume(volume) for volume in container.volumes]
        made["mountPoints"] = [
            {"sourceVolume": volume.name, "containerPath": volume.mount}
            for volume in container.volumes
        ]
    if container.privileged:
        made["privileged"] = True
    if container.log is not None:
        options = dict(container.log.options)
        made["logConfiguration"] = {"logDriver": container.log.driver, "options": options}
    if container.fargate:
        made["networkConfiguration"] = {
            "assignPublicIp": "ENABLED" if container.public_ip else "DISABLED"
        }
    if container.ephemeral_storage_gib is not None:
        made["ephemeralStorage"] = {"sizeInGiB": container.ephemeral_storage_gib}
    return made


def _requirements(container: BatchContainer) -> list[ResourceRequirement]:
    made: list[ResourceRequirement] = [
        {"type": "VCPU", "value": container.vcpus},
        {"type": "MEMORY", "value": str(container.memory_mib)},
    ]
    if container.gpus:
        made.append({"type": "GPU", "value": str(container.gpus)})
    return made


def _linux(container: BatchContainer) -> LinuxParameters:
    made: LinuxParameters = {}
    if container.devices:
        # Multi-node jobs need the path in the container, too.
        made["devices"] = [
            {
                "hostPath": device.path,
                "containerPath": device.path,
                "permissions": list(device.permissions),
            }
            for device in container.devices
        ]
    if container.shared_memory_mib is not None:
        made["sharedMemorySize"] = container.shared_memory_mib
    if container.tmpfs is not None:
        folder, size = container.tmpfs.mount, container.tmpfs.size_mib
        # Without this option Docker forbids programs in it, such as extension modules.
        made["tmpfs"] = [{"containerPath": folder, "size": size, "mountOptions": ["defaults"]}]
    if container.max_swap_mib is not None:
        made["maxSwap"] = container.max_swap_mib
    if container.swappiness is not None:
        made["swappiness"] = container.swappiness
    return made


def _volume(volume: HostVolume | FileSystem) -> Volume:
    if isinstance(volume, HostVolume):
        return {"name": volume.name, "host": {"sourcePath": volume.path}}
    return {
        "name": volume.name,
        "efsVolumeConfiguration": {"fileSystemId": volume.id, "transitEncryption": "ENABLED"},
    }
