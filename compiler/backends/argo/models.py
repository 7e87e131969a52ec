"""The parts of the Argo Workflows and Argo Events documents that flowc writes.

Field names are those of the APIs. The order of the fields in a document is the order in
which its code writes them.
"""

from __future__ import annotations

from typing import TypedDict

from typing_extensions import NotRequired

from compiler.compute.kubernetes_models import Container, InitContainer, NameRef, Toleration, Volume


class Metadata(TypedDict):
    name: NotRequired[str]
    generateName: NotRequired[str]
    namespace: NotRequired[str]
    labels: NotRequired[dict[str, str]]
    annotations: NotRequired[dict[str, str]]


class ValueFrom(TypedDict):
    path: NotRequired[str]
    expression: NotRequired[str]


class Parameter(TypedDict):
    name: str
    description: NotRequired[str]
    value: NotRequired[str]
    valueFrom: NotRequired[ValueFrom]


class Parameters(TypedDict):
    parameters: NotRequired[list[Parameter]]


class Sequence(TypedDict):
    count: str


class DagTask(TypedDict):
    name: str
    depends: NotRequired[str]
    when: NotRequired[str]
    template: NotRequired[str]
    withSequence: NotRequired[Sequence]
    arguments: NotRequired[Parameters]


class Dag(TypedDict):
    failFast: NotRequired[bool]
    tasks: list[DagTask]


class Backoff(TypedDict):
    duration: str
    factor: int


class RetryStrategy(TypedDict):
    limit: int
    retryPolicy: str
    backoff: NotRequired[Backoff]


class Suspend(TypedDict):
    duration: str


class Template(TypedDict):
    name: str
    metadata: NotRequired[Metadata]
    inputs: NotRequired[Parameters]
    outputs: NotRequired[Parameters]
    dag: NotRequired[Dag]
    suspend: NotRequired[Suspend]
    retryStrategy: NotRequired[RetryStrategy]
    activeDeadlineSeconds: NotRequired[int]
    serviceAccountName: NotRequired[str]
    nodeSelector: NotRequired[dict[str, str]]
    tolerations: NotRequired[list[Toleration]]
    volumes: NotRequired[list[Volume]]
    initContainers: NotRequired[list[InitContainer]]
    container: NotRequired[Container]


class WorkflowSpec(TypedDict):
    entrypoint: NotRequired[str]
    onExit: NotRequired[str]
    arguments: NotRequired[Parameters]
    parallelism: NotRequired[int]
    serviceAccountName: NotRequired[str]
    imagePullSecrets: NotRequired[list[NameRef]]
    workflowMetadata: NotRequired[Metadata]
    podMetadata: NotRequired[Metadata]
    workflowTemplateRef: NotRequired[NameRef]
    templates: NotRequired[list[Template]]


class Workflow(TypedDict):
    """A WorkflowTemplate, or the Workflow that a Sensor creates."""

    apiVersion: str
    kind: str
    metadata: Metadata
    spec: WorkflowSpec


class CronSpec(TypedDict):
    schedules: list[str]
    timezone: NotRequired[str]
    concurrencyPolicy: str
    workflowSpec: WorkflowSpec


class CronWorkflow(TypedDict):
    apiVersion: str
    kind: str
    metadata: Metadata
    spec: CronSpec


class DataFilter(TypedDict):
    path: str
    type: str
    value: list[str]


class ExprField(TypedDict):
    name: str
    path: str


class ExprFilter(TypedDict):
    expr: str
    fields: list[ExprField]


class EventFilters(TypedDict):
    exprs: NotRequired[list[ExprFilter]]
    data: list[DataFilter]


class EventDependency(TypedDict):
    name: str
    eventSourceName: str
    eventName: str
    filters: EventFilters


class ParameterSource(TypedDict):
    dependencyName: str
    dataKey: str
    value: NotRequired[str]


class TriggerParameter(TypedDict):
    src: ParameterSource
    dest: str


class TriggerSource(TypedDict):
    resource: Workflow


class K8sTrigger(TypedDict):
    operation: str
    source: TriggerSource
    parameters: NotRequired[list[TriggerParameter]]


class ByTime(TypedDict):
    cron: str
    timezone: NotRequired[str]


class ConditionsReset(TypedDict):
    byTime: ByTime


class TriggerTemplate(TypedDict):
    name: str
    conditionsReset: NotRequired[list[ConditionsReset]]
    k8s: K8sTrigger


class Trigger(TypedDict):
    template: TriggerTemplate


class SensorTemplate(TypedDict):
    serviceAccountName: str


class SensorSpec(TypedDict):
    eventBusName: str
    template: NotRequired[SensorTemplate]
    dependencies: list[EventDependency]
    triggers: list[Trigger]


class Sensor(TypedDict):
    apiVersion: str
    kind: str
    metadata: Metadata
    spec: SensorSpec


Document = Workflow | CronWorkflow | Sensor
