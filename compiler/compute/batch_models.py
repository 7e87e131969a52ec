"""The parts of AWS Batch's `RegisterJobDefinition` that flowc writes.

Field names are those of the API as boto3 has it. The order of the fields in a document is the
order in which its code writes them.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from typing_extensions import NotRequired


class ResourceRequirement(TypedDict):
    type: Literal["VCPU", "MEMORY", "GPU"]
    value: str


class KeyValue(TypedDict):
    name: str
    value: str


class DeviceFile(TypedDict):
    hostPath: str
    containerPath: str
    permissions: list[str]


class Tmpfs(TypedDict):
    containerPath: str
    size: int
    mountOptions: list[str]


class LinuxParameters(TypedDict):
    devices: NotRequired[list[DeviceFile]]
    sharedMemorySize: NotRequired[int]
    tmpfs: NotRequired[list[Tmpfs]]
    maxSwap: NotRequired[int]
    swappiness: NotRequired[int]


class Host(TypedDict):
    sourcePath: str


class EfsVolume(TypedDict):
    fileSystemId: str
    transitEncryption: Literal["ENABLED"]


class Volume(TypedDict):
    name: str
    host: NotRequired[Host]
    efsVolumeConfiguration: NotRequired[EfsVolume]


class MountPoint(TypedDict):
    sourceVolume: str
    containerPath: str


class LogConfiguration(TypedDict):
    logDriver: str
    options: dict[str, str]


class NetworkConfiguration(TypedDict):
    assignPublicIp: Literal["ENABLED", "DISABLED"]


class EphemeralStorage(TypedDict):
    sizeInGiB: int


class ContainerProperties(TypedDict):
    image: str
    command: list[str]
    jobRoleArn: NotRequired[str]
    executionRoleArn: NotRequired[str]
    resourceRequirements: list[ResourceRequirement]
    environment: NotRequired[list[KeyValue]]
    linuxParameters: NotRequired[LinuxParameters]
    volumes: NotRequired[list[Volume]]
    mountPoints: NotRequired[list[MountPoint]]
    privileged: NotRequired[bool]
    logConfiguration: NotRequired[LogConfiguration]
    networkConfiguration: NotRequired[NetworkConfiguration]
    ephemeralStorage: NotRequired[EphemeralStorage]


class NodeRange(TypedDict):
    targetNodes: str
    container: ContainerProperties


class NodeProperties(TypedDict):
    numNodes: int
    mainNode: int
    nodeRangeProperties: list[NodeRange]


class EvaluateOnExit(TypedDict):
    onStatusReason: NotRequired[str]
    onReason: NotRequired[str]
    action: Literal["RETRY", "EXIT"]


class RetryStrategy(TypedDict):
    attempts: int
    evaluateOnExit: NotRequired[list[EvaluateOnExit]]


class Timeout(TypedDict):
    attemptDurationSeconds: int


class JobDefinition(TypedDict):
    jobDefinitionName: str
    type: Literal["container", "multinode"]
    parameters: NotRequired[dict[str, str]]
    containerProperties: NotRequired[ContainerProperties]
    nodeProperties: NotRequired[NodeProperties]
    retryStrategy: NotRequired[RetryStrategy]
    propagateTags: NotRequired[bool]
    timeout: NotRequired[Timeout]
    tags: NotRequired[dict[str, str]]
    platformCapabilities: NotRequired[list[Literal["EC2", "FARGATE"]]]
