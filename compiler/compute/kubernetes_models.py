"""The parts of the Kubernetes API's pods that flowc writes.

Field names are those of the API. The order of the fields in a document is the order in which
its code writes them.
"""

from __future__ import annotations

from typing import TypedDict

from typing_extensions import NotRequired


class FieldRef(TypedDict):
    fieldPath: str


class EnvSource(TypedDict):
    fieldRef: FieldRef


class EnvVar(TypedDict):
    name: str
    value: NotRequired[str]
    valueFrom: NotRequired[EnvSource]


class NameRef(TypedDict):
    name: str


class EnvFrom(TypedDict):
    secretRef: NameRef


class ContainerPort(TypedDict):
    containerPort: int


class ResourceRequirements(TypedDict):
    requests: NotRequired[dict[str, str]]
    limits: NotRequired[dict[str, str]]


class VolumeMount(TypedDict):
    name: str
    mountPath: str
    readOnly: NotRequired[bool]


class EmptyDir(TypedDict):
    medium: NotRequired[str]
    sizeLimit: NotRequired[str]


class Claim(TypedDict):
    claimName: str


class HostPath(TypedDict):
    path: str


class Volume(TypedDict):
    name: str
    emptyDir: NotRequired[EmptyDir]
    persistentVolumeClaim: NotRequired[Claim]
    hostPath: NotRequired[HostPath]


class SecurityContext(TypedDict):
    privileged: NotRequired[bool]
    allowPrivilegeEscalation: NotRequired[bool]
    runAsUser: NotRequired[int]
    runAsGroup: NotRequired[int]
    runAsNonRoot: NotRequired[bool]


class Toleration(TypedDict):
    key: NotRequired[str]
    operator: NotRequired[str]
    value: NotRequired[str]
    effect: NotRequired[str]
    tolerationSeconds: NotRequired[int]


class ImageFields(TypedDict):
    """What of a container comes before its command."""

    image: str
    imagePullPolicy: NotRequired[str]


class ContainerFields(TypedDict):
    """What of a container comes after its variables."""

    envFrom: NotRequired[list[EnvFrom]]
    ports: NotRequired[list[ContainerPort]]
    resources: NotRequired[ResourceRequirements]
    volumeMounts: NotRequired[list[VolumeMount]]
    securityContext: NotRequired[SecurityContext]


class Container(ImageFields, ContainerFields):
    """The main container of a pod."""

    command: list[str]
    args: list[str]
    env: list[EnvVar]


class InitContainer(TypedDict):
    name: str
    image: str
    imagePullPolicy: NotRequired[str]
    command: NotRequired[list[str]]
    resources: NotRequired[ResourceRequirements]
    volumeMounts: NotRequired[list[VolumeMount]]


class PodFields(TypedDict):
    """What a whole pod needs, next to its container."""

    serviceAccountName: NotRequired[str]
    nodeSelector: NotRequired[dict[str, str]]
    tolerations: NotRequired[list[Toleration]]
    volumes: NotRequired[list[Volume]]
    initContainers: NotRequired[list[InitContainer]]
