"""What a project or a platform team decides, as against what a flow's author writes.

Settings come from `flowc.toml`, or `[tool.flowc]` in `pyproject.toml`, in the project
root; options of the command line go over them. Reading them is `settings_file`'s job.
Like the IR they are plain dataclasses, which pydantic makes only where there is a table
to read them from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Annotated, Any, ClassVar, Literal

from compiler.ir.compute import Toleration
from compiler.ir.model import JsonValue, Told
from compiler.pythons import NEWEST, OLDEST, release_of
from compiler.record import KeywordRecord


def settings_from(table: Mapping[str, object]) -> Settings:
    """The settings that a table holds; raises pydantic's `ValidationError`."""
    if not table:
        return Settings()
    from pydantic import TypeAdapter  # most projects have no settings to check

    return TypeAdapter(Settings).validate_python(table)


def _not_empty() -> object:
    from pydantic import Field

    return Field(min_length=1)


def _positive() -> object:
    from pydantic import Field

    return Field(ge=1)


def _image() -> object:
    from compiler.image_names import is_image

    return _named_image(is_image)


def _environment_image() -> object:
    from compiler.image_names import is_environment_image

    return _named_image(is_environment_image)


def _named_image(is_one: Callable[[str], bool]) -> object:
    from pydantic import AfterValidator
    from pydantic_core import PydanticCustomError

    from compiler.image_names import IMAGE_RULE

    def check(name: str) -> str:
        if is_one(name):
            return name
        raise PydanticCustomError("expected", "{rule}", {"rule": IMAGE_RULE})

    return AfterValidator(check)


def _python_version() -> object:
    from pydantic import BeforeValidator
    from pydantic_core import PydanticCustomError

    def check(value: object) -> object:
        # A bare 3.10 in TOML is the number 3.1, so that only text can be right.
        if isinstance(value, str) and release_of(value) == value:
            return value
        known = f"a version from {OLDEST} to {NEWEST} in quotes"
        raise PydanticCustomError("expected", '{known}, such as "3.12"', {"known": known})

    return BeforeValidator(check)


def _root() -> object:
    from pydantic import AfterValidator
    from pydantic_core import PydanticCustomError

    from runtime_shim.buckets.urls import NoPlace, place_of
    from runtime_shim.local_datastore import is_url

    def check(root: str) -> str:
        if not root:
            raise PydanticCustomError("expected", "text that is not empty")
        try:
            if is_url(root):
                place_of(root)
        except NoPlace as error:
            raise PydanticCustomError("place", "{problem}", {"problem": str(error)}) from None
        return root

    return AfterValidator(check)


def _variable() -> object:
    from pydantic import AfterValidator
    from pydantic_core import PydanticCustomError

    def check(entry: str) -> str:
        if re.match(r"[^=\s]+(=|\Z)", entry):
            return entry
        raise PydanticCustomError("expected", "of the form NAME or NAME=VALUE")

    return AfterValidator(check)


Text = Annotated[str, Told(_not_empty)]
"""Not empty, which is what a variable of a shell is that nobody set."""
Count = Annotated[int, Told(_positive)]
Image = Annotated[str, Told(_image)]
EnvironmentImage = Annotated[str, Told(_environment_image)]
PythonVersion = Annotated[str, Told(_python_version)]
Root = Annotated[str, Told(_root)]
"""Of a datastore: a folder, or a URL that names a place in an object store."""
Variable = Annotated[str, Told(_variable)]
GpuVendor = Literal["nvidia", "amd"]
ImagePullPolicy = Literal["Always", "IfNotPresent", "Never"]
Runtime = Literal["baked", "injected", "pip"]
QualityOfService = Literal["guaranteed", "burstable"]
BatchPlatform = Literal["ec2", "fargate"]
ForeachForm = Literal["map", "array"]


DEFAULT_DATASTORE = "s3://flowc"
"""What a document names where nobody named a datastore: for somebody to see, and to replace."""


class _Table(KeywordRecord):
    """The base of tables; a key may be written with dashes or with underscores."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": lambda name: name.replace("_", "-"),
        "populate_by_name": True,
    }


class DefaultResources(_Table):
    """What a step gets that asks for nothing. Metaflow's own defaults."""

    cpu: str | int | float = 1
    memory: str | int = 4096
    """As in `@resources`: a quantity, or a number of megabytes."""
    disk: str | int = 10240
    qos: QualityOfService = "burstable"


class AirflowSettings(_Table):
    """`[tool.flowc.airflow]`"""

    dag_id: Text | None = None
    """Made from the flow's name where absent."""
    owner: Text | None = None
    """Of every task, as Airflow's pages show it."""
    tags: tuple[Text, ...] = ()
    """Those that the DAG has besides the ones that flowc gives it."""
    pool: Text | None = None
    """The pool whose slots the tasks of steps take; it must exist. Airflow's `default_pool` where
    absent."""
    deferrable: bool = False
    """Whether tasks wait in the triggerer for pods, jobs and sensors, and hold no worker."""
    max_active_tasks: Count | None = None
    """The most tasks that one run has at a time; what Airflow's configuration says where absent."""
    max_loop: Count | None = None
    """How many turns of a loop the DAG has, as each is tasks of its own. Without it no flow with
    a loop compiles."""
    max_map_length: Count = 1024
    """The most items of a foreach: what `core.max_map_length` is where the DAG runs, and 1024 by
    default."""
    kubernetes_conn_id: Text | None = None
    """The connection to the cluster that the pods run in; `kubernetes_default` where absent."""
    datastore_conn_id: Text | None = None
    """The connection by which Airflow's workers read what steps left for the scheduler. Where
    absent they read it with the credentials that they have by themselves."""
    aws_conn_id: Text | None = None
    """The connection of jobs of AWS Batch and of S3 sensors; `aws_default` where absent."""


class ArgoSettings(_Table):
    """`[tool.flowc.argo]`"""

    name: Text | None = None
    """The name of the workflow template; made from the flow's name where absent."""
    parallelism: Count | None = None
    """The most pods that one run may have at a time."""
    event_source: Text | None = None
    """The Argo Events source, and the event in it, that carry the events of `@trigger`."""
    event_name: Text | None = None
    event_bus: Text = "default"
    event_service_account: Text | None = None
    event_url: Text | None = None
    """Where a finished flow posts its own event, for the `@trigger_on_finish` of others."""


class BatchSettings(_Table):
    """`[tool.flowc.batch]`: the jobs of AWS Batch, whoever submits them."""

    platform: BatchPlatform = "ec2"
    """What the machines of the queues are: `ec2` also for Spot instances, `fargate` also for
    Fargate Spot."""
    job_role: Text | None = None
    """The ARN of the role that steps have which name none."""
    execution_role: Text | None = None
    """The ARN of the role with which ECS starts the containers. Fargate needs one."""
    public_ip: bool = True
    """Whether jobs on Fargate get a public address, without which a subnet needs another way to
    the datastore and the images' registry."""


class StepFunctionsSettings(_Table):
    """`[tool.flowc.stepfunctions]`"""

    name: Text | None = None
    """The name of the state machine; made from the flow's name where absent."""
    foreach: ForeachForm = "map"
    """What runs the items of a foreach over one step: a Distributed Map, which starts a job for
    each, or one Batch array job."""
    max_concurrency: Count = 1000
    """The most items of one foreach that run at a time."""
    event_bus: Text = "default"
    """The EventBridge bus that carries the events of `@trigger`."""
    role: Text | None = None
    """The ARN of the role that the state machine has."""
    scheduler_role: Text | None = None
    """The ARN of the role with which EventBridge Scheduler starts runs."""
    events_role: Text | None = None
    """The ARN of the role with which EventBridge starts runs."""
    eks_cluster: Text | None = None
    """The EKS cluster that runs the steps with `@kubernetes`."""


class Settings(_Table):
    """`[tool.flowc]`"""

    image: Image | None = None
    """The image of steps that name none; `python:<python>-slim` where absent."""
    python: PythonVersion = "3.12"
    """The Python version of the default image."""
    runtime: Runtime = "baked"
    """How a container comes by flowc's runtime: its image has it, an init container copies it
    from `runtime-image` into a volume (Kubernetes alone), or pip installs it at the start."""
    runtime_image: Image | None = None
    """The image that `runtime = "injected"` copies the runtime from."""
    base_image: Image | None = None
    """The image with Python that `flowc image` builds the runtime on; `python:<python>-slim`
    where absent."""
    environment_image: EnvironmentImage | None = None
    """The image of steps with `@pypi`, where their environments are built ahead (`flowc image`):
    `{environment}` in it is the id of the environment. Where absent, such a step makes its
    environment when it starts, as one with `@conda` always does."""
    include: tuple[Text, ...] = ()
    """Files that the code package has besides the modules that the flow imports: patterns as
    in `.gitignore`, relative to the project root."""
    exclude: tuple[Text, ...] = ()
    """Files that it leaves out, in the same form."""
    locks: Text = "locks"
    """The folder, relative to the project root, with the locks of package environments."""
    image_pull_policy: ImagePullPolicy | None = None
    image_pull_secrets: tuple[Text, ...] = ()
    datastore: Root | None = None
    """The root of the datastore, as the tasks reach it; `DEFAULT_DATASTORE` where absent."""
    namespace: Text | None = None
    service_account: Text | None = None
    queue: Text | None = None
    """The AWS Batch queue of steps that name none."""
    resources: DefaultResources = field(default_factory=DefaultResources)
    gpu_vendor: GpuVendor = "nvidia"
    gpu_tolerations: dict[GpuVendor, tuple[Toleration, ...]] = field(default_factory=dict)
    """From a GPU vendor to the tolerations that every step with such a GPU gets."""
    tolerations: tuple[Toleration, ...] = ()
    node_selector: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)
    env: tuple[Variable, ...] = ()
    """Names of environment variables that the flow may read while it is compiled, or
    `NAME=VALUE`, which gives the value here instead of taking it from the environment."""
    configs: dict[str, Text] = field(default_factory=dict)
    """Files, relative to the project root, for the flow's `Config`s, by the config's name."""
    config_values: dict[str, JsonValue] = field(default_factory=dict)
    """By the name of a `Config`, its value, or the text that its file would have."""
    branch: Text | None = None
    production: bool = False
    airflow: AirflowSettings = field(default_factory=AirflowSettings)
    argo: ArgoSettings = field(default_factory=ArgoSettings)
    batch: BatchSettings = field(default_factory=BatchSettings)
    stepfunctions: StepFunctionsSettings = field(default_factory=StepFunctionsSettings)

    @property
    def datastore_root(self) -> str:
        """The root that the documents name, whether or not somebody chose it."""
        return self.datastore or DEFAULT_DATASTORE
