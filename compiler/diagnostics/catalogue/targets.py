"""What a target cannot do, or only in part: FC700-FC799."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn


class _OfArgument(Diagnostic):
    """What becomes of an argument of a decorator on a target."""

    target: str
    decorator: str
    argument: str
    reason: str
    instead: str


class UnsupportedArgument(_OfArgument):
    """An argument of a decorator has no counterpart on the chosen target.

    flowc drops no setting in silence. Either the target honours it, or the flow does not
    compile for that target. Choose another target, or write what the help says:

        @kubernetes(memory=16000)        # instead of @batch(queue="big", memory=16000)
    """

    code = "FC700"
    title = "not supported by the target"
    label = "{target} cannot honour `{argument}` of `@{decorator}`: {reason}"
    help = "{instead}"


class IgnoredArgument(_OfArgument, Warn):
    """An argument of a decorator means nothing on the chosen target.

    The steps run as they would without it. On AWS Batch, for instance, a job has the disk of the
    machine that it is on, so that `@resources(disk=...)` chooses none.
    """

    code = "FC721"
    title = "argument without a meaning on the target"
    label = "{target} takes no notice of `{argument}` of `@{decorator}`: {reason}"
    help = "{instead}"


class BatchOnKubernetes(Warn):
    """A step asks for AWS Batch, but the target runs everything on Kubernetes.

    Sizes, image, devices and volumes of `@batch` are honoured by the pod that runs the
    step. To say that this is meant, write `@kubernetes`, or `@resources` for the sizes,
    which fits every target:

        @resources(cpu=4, memory=16000, gpu=1)
        @step
        def train(self): ...
    """

    code = "FC701"
    title = "AWS Batch on Kubernetes"
    label = "`{step}` runs on Kubernetes here, not on AWS Batch"
    help = "write `@resources` for the sizes, or `@kubernetes`, to fit this target"
    step: str


class TemplateSyntax(Diagnostic):
    """A text has `{{`, which Argo Workflows takes for the start of a template.

    Argo would replace what follows by something else, or refuse the workflow. In the
    values of `@environment`, in parameters and in documentation flowc works around that;
    in names, images, paths and annotations it cannot.
    """

    code = "FC702"
    title = "text that Argo takes for a template"
    label = "{what} has `{{{{`, which Argo Workflows takes for a template"
    help = "write it without two `{{` in a row"
    what: str


class NamespacesDiffer(Diagnostic):
    """Steps of one workflow ask for different namespaces.

    All pods of a workflow run in the namespace of the workflow. It is `namespace` in the
    settings, or else the one that all `@kubernetes(namespace=...)` of the flow name.
    """

    code = "FC703"
    title = "more than one namespace"
    label = "`{step}` asks for the namespace `{namespace}`, the workflow runs in `{other}`"
    help = "name the same namespace everywhere, or only in the settings"
    step: str
    namespace: str
    other: str


class InvalidName(Diagnostic):
    """The target would refuse a name.

    Names of Kubernetes' objects consist of lower-case letters, digits, `-` and mostly `.`, and
    begin and end with a letter or a digit. Keys of labels and annotations are `name` or
    `domain.org/name`, at most 63 characters after the `/`.
    """

    code = "FC704"
    title = "name that the target does not take"
    label = "`{text}` is not valid as {what}"
    help = "{rule}"
    what: str
    text: str
    rule: str


class InvalidLabelValue(Diagnostic):
    """Kubernetes would refuse the value of a label.

    It is empty, or at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit
    at both ends:

        @kubernetes(labels={"team": "ml-platform"})

    Longer or freer text goes into `annotations`.
    """

    code = "FC705"
    title = "invalid label value"
    label = "`{text}` is not valid as the value of the label `{key}`"
    help = "use at most 63 letters, digits, `-`, `_` and `.`; free text goes into `annotations`"
    key: str
    text: str


class ReservedVariable(Diagnostic):
    """A step sets an environment variable that the runtime, or the target, sets itself.

    All names that begin with `FLOWC_` belong to the runtime, and on AWS Batch those that begin
    with `AWS_BATCH` to the service.
    """

    code = "FC706"
    title = "reserved environment variable"
    label = "`{name}` belongs to {owner}"
    help = "choose a name that does not begin with `{prefix}`"
    name: str
    owner: str
    prefix: str


class ReservedKey(Diagnostic):
    """A step gives its pod a label or an annotation by which flowc or Argo knows pods.

    The pod would then be taken for another one, or for one that is over:

        @kubernetes(labels={"team": "ads"}, annotations={"example.com/owner": "ann"})
    """

    code = "FC722"
    title = "reserved label or annotation"
    label = "`{key}` is not for flows"
    help = "choose a key that does not begin with {reserved}"
    key: str
    reserved: str


class InvalidMount(Diagnostic):
    """A volume cannot be mounted where a step asks for it.

    The folder is an absolute path without `:`, and no two volumes of a step share one:

        @kubernetes(persistent_volume_claims={"models": "/mnt/models"})
    """

    code = "FC707"
    title = "invalid mount"
    label = "`{path}` {problem}"
    help = "write an absolute path that no other volume of the step uses"
    path: str
    problem: str


class InvalidSetting(Diagnostic):
    """A setting has a value that the target cannot take.

    An option of the command sets it, such as `--set` or `--namespace`, or else `flowc.toml`, or
    `[tool.flowc]` in `pyproject.toml`:

        namespace = "data-science"
    """

    code = "FC708"
    title = "invalid setting"
    label = "the setting `{setting}` is `{value}`: {problem}"
    help = "change it where it is set: on the command line, in `flowc.toml` or `pyproject.toml`"
    setting: str
    value: str
    problem: str


class ScheduleNotExpressible(Diagnostic):
    """The cron expressions of Argo and of Airflow cannot say when a flow shall start.

    They have five fields of numbers, ranges, lists and steps. A year, and AWS's `L`, `W`
    and `#`, have no counterpart. Start the flow on more days, and let the start step find
    out whether today is one of them:

        @schedule(cron="0 6 28-31 * *")      # instead of cron(0 6 L * ? *)
    """

    code = "FC709"
    title = "schedule that the target cannot express"
    label = "{reason}, and {target} reads standard cron"
    help = "widen the schedule to what five fields can say"
    target: str
    reason: str


class EventSourceMissing(Diagnostic):
    """The settings do not say where events come from.

    Argo Events hands events to a Sensor through an event source, which the platform runs.
    Name it, and the event in it, in `pyproject.toml` or `flowc.toml`:

        [tool.flowc.argo]
        event-source = "webhook"
        event-name = "metaflow-event"
        event-service-account = "operate-workflow-sa"
    """

    code = "FC710"
    title = "unknown event source"
    label = "`@{decorator}` needs an event source, and the settings name none"
    help = "set {missing} under `[tool.flowc.argo]`"
    decorator: str
    missing: str


class InvalidEvent(Diagnostic):
    """The name of an event, or a field of its payload, has characters that Argo Events reads
    as something else.

    Names of events have letters, digits, `_`, `-` and `.`; fields of the payload have
    letters, digits, `_` and `-`.
    """

    code = "FC711"
    title = "invalid event"
    label = "`{text}` is not valid as {what}"
    help = "use letters, digits, `_`, `-`{also}"
    what: str
    text: str
    also: str


class UnknownEventParameter(Diagnostic):
    """An event sets a parameter that the flow does not have, or that another event sets too."""

    code = "FC712"
    title = "wrong parameter of an event"
    label = "`{name}` {problem}"
    help = "map each parameter of the flow from at most one field of one event{suggestion}"
    name: str
    problem: str
    suggestion: str


class IncompleteUpstream(Diagnostic):
    """`@trigger_on_finish` names a project without a branch, or a branch without a project.

    The event of a flow in a project has both in its name:

        @trigger_on_finish(flow={"name": "Up", "project": "shop", "project_branch": "prod"})
    """

    code = "FC713"
    title = "incomplete upstream flow"
    label = "the event of `{flow}` needs a project and a branch, or neither"
    help = "give both `project` and `project_branch`, or put this flow into `@project`"
    flow: str


class GangTooWide(Diagnostic):
    """The members of a gang run at once, but the settings allow fewer pods at a time.

    The first members would wait for the last ones for ever. Raise `parallelism` under
    `[tool.flowc.argo]`, or lower `num_parallel`.
    """

    code = "FC714"
    title = "gang above the parallelism"
    label = "{size} tasks must run at once, but the settings allow {parallelism} pods"
    help = "set `parallelism` under `[tool.flowc.argo]` to at least {size}"
    size: int
    parallelism: int


class ParameterNeverSet(Diagnostic):
    """A flow that starts by itself has a parameter that must be given, and nothing gives it.

    Every run that a schedule or an event starts would fail. Give the parameter a default,
    or map it from the event:

        alpha = Parameter("alpha", default=0.1)
    """

    code = "FC715"
    title = "required parameter of a flow that starts by itself"
    label = "`{name}` is required, and {source} gives it no value"
    help = "give `{name}` a default"
    name: str
    source: str


class DocumentLarge(Warn):
    """A document is too large for the default way of `kubectl apply`.

    `kubectl apply` keeps a copy of what it applied in an annotation, and Kubernetes allows
    256 KiB for all annotations of an object. Apply on the server's side instead:

        kubectl apply --server-side -f build/argo/flow.yaml
    """

    code = "FC716"
    title = "document too large for a plain `kubectl apply`"
    label = "the {kind} takes {size} bytes, and a plain `kubectl apply` 262,144 at most"
    help = "use `kubectl apply --server-side`"
    kind: str
    size: str


class DocumentNearLimit(Warn):
    """A document takes more than half of what Argo Workflows keeps of a run.

    A run has a copy of the document next to the state of its tasks, and Argo fails one that
    takes more than 1 MiB with all of that, unless `nodeStatusOffLoad` puts the state into a
    database. Split the flow in two, the second started by `@trigger_on_finish`.
    """

    code = "FC717"
    title = "document near the limit of Argo Workflows"
    label = "the {kind} takes {size} of the 1,048,576 bytes that a run has with its state"
    help = "split the flow in two, joined by `@trigger_on_finish`, or set `nodeStatusOffLoad`"
    kind: str
    size: str


class DocumentTooLarge(Diagnostic):
    """A document is larger than what Kubernetes can store.

    An object takes 1.5 MiB at most: etcd accepts no larger request. Split the flow in two,
    the second started by `@trigger_on_finish`, or use `foreach` for steps that are alike.
    """

    code = "FC718"
    title = "document above the limit of Kubernetes"
    label = "the {kind} takes {size} bytes, and Kubernetes can store 1,572,864"
    help = "split the flow in two, or use `foreach` for steps that are alike"
    kind: str
    size: str


class TooManyTasks(Diagnostic):
    """A switch has more cases than Argo takes in one DAG.

    The full CRDs, which Argo Workflows installs by default from 4.0 on, take at most 200
    tasks in a DAG. flowc cuts longer flows into several DAGs, but all that a switch can lead
    to starts from its one task. Let it decide in two stages, or let a single step look at
    the value:

        self.next({"small": self.small, "large": self.large}, condition="size")
    """

    code = "FC719"
    title = "switch too wide for Argo"
    label = "the DAG of `{step}` has {count} tasks, and Argo Workflows takes at most 200"
    help = "lead several cases of the switch to one step, which decides further"
    step: str
    count: int


class TooManyTemplates(Diagnostic):
    """A flow needs more templates than Argo takes in one workflow.

    The full CRDs, which Argo Workflows installs by default from 4.0 on, take at most 200
    templates in a spec. Steps that ask for the same image, sizes, environment and retries
    share one; every loop, and every `foreach` over more than one step, needs one, and so does
    each part that a flow of more than 200 tasks is cut into. Let steps ask for the
    same, or split the flow in two, the second started by `@trigger_on_finish`.
    """

    code = "FC720"
    title = "too many templates for Argo"
    label = (
        "the flow needs {count} templates ({pods} kinds of pods, {dags} DAGs), and Argo "
        "Workflows takes at most 200"
    )
    help = "let more steps have the same decorators, or split the flow in two"
    count: int
    pods: int
    dags: int
