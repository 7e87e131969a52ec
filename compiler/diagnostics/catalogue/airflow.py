"""What Apache Airflow cannot do, or only in part: FC750-FC769."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn


class LoopWithoutBound(Diagnostic):
    """A flow goes back to a step, and a DAG of Airflow cannot.

    The A in DAG means that no task comes after itself. A loop becomes as many copies of its steps
    as it may have turns, each after the one before, of which those that a run does not come to are
    skipped. A run that wants one more turn fails, and says so. How many there are is a
    setting, as each makes the DAG larger:

        [tool.flowc.airflow]
        max-loop = 10

    or, for one flow, `flowc compile flow.py --target airflow --max-loop 10`. Where the number of
    turns has no bound, or a large one, loop inside of a step.
    """

    code = "FC750"
    title = "loop of unknown length"
    label = "this leads back to `{target}`, and a DAG of Airflow cannot loop"
    help = (
        "say with `--max-loop`, or `max-loop` under `[tool.flowc.airflow]`, how many turns it has "
        "at the most; each is tasks of its own"
    )
    target: str


class GangAboveLimit(Diagnostic):
    """More tasks have to run at once than the settings allow.

    The first members of a gang would wait for the last ones for ever, or Airflow would refuse to
    make that many tasks of one list. Raise the setting, and what it stands for where the DAG
    runs, or lower `num_parallel`:

        [tool.flowc.airflow]
        max-active-tasks = 64
    """

    code = "FC751"
    title = "gang above a limit of Airflow"
    label = "{size} tasks must run at once, and `{setting}` is {limit}"
    help = "set `{setting}` under `[tool.flowc.airflow]` to at least {size}"
    size: int
    setting: str
    limit: int


class GangAboveDefault(Warn):
    """More tasks have to run at once than Airflow runs of one DAG, unless it is told to.

    That is 16, or `core.max_active_tasks_per_dag` of its configuration. The first members of
    the gang would wait for the last ones for ever. What the DAG itself says goes before:

        [tool.flowc.airflow]
        max-active-tasks = 64

    The pool must have as many slots, too. Tasks that wait in the triggerer, with
    `deferrable = true`, count for neither.
    """

    code = "FC752"
    title = "gang above what Airflow runs by default"
    label = "{size} tasks must run at once, and Airflow runs 16 of a DAG unless it is told to"
    help = "set `max-active-tasks` under `[tool.flowc.airflow]` to {size} or more"
    size: int


class GangOfJobs(Diagnostic):
    """The tasks of `num_parallel` are jobs of AWS Batch, which cannot find each other.

    Airflow submits each as a job of its own, and Batch tells the address of another only to the
    nodes of one job. Pods of Kubernetes can: write `@kubernetes` in the place of `@batch`,
    or compile for Step Functions, where they become one multi-node job:

        @kubernetes(cpu=8, memory=32000)
        @parallel
        @step
        def train(self): ...
    """

    code = "FC753"
    title = "gang of Batch jobs"
    label = "the tasks of `{step}` are separate jobs here, which cannot find each other"
    help = "write `@kubernetes` in the place of `@batch`, or compile for `stepfunctions`"
    step: str


class InvalidForAirflow(Diagnostic):
    """Airflow would refuse a value, or take it for something else.

    Ids have letters, digits, `_`, `-` and `.`, and 250 characters at the most:

        @airflow_s3_key_sensor(name="wait_for_rows", bucket_key="s3://lake/rows.parquet")
    """

    code = "FC754"
    title = "value that Airflow does not take"
    label = "`{text}` is not valid as {what}"
    help = "{rule}"
    what: str
    text: str
    rule: str


class BatchSettingMissing(Diagnostic):
    """A job of AWS Batch lacks something without which Batch does not take it.

    Airflow submits a job to a queue that is there already, and jobs on Fargate need a role with
    which their containers are started. Name them for all steps in the settings, or at the step:

        queue = "training"

        [tool.flowc.batch]
        execution-role = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
    """

    code = "FC755"
    title = "job of AWS Batch that lacks something"
    label = "`{step}` runs on AWS Batch, and nothing names {what}"
    help = "write `@batch({argument}=...)`, or set `{setting}` in the settings"
    step: str
    what: str
    argument: str
    setting: str


class SlowToImport(Warn):
    """A DAG file has so many tasks that Airflow may give up reading it.

    It stops after 30 seconds (`core.dagbag_import_timeout`), and the DAG is gone from its pages. A
    loop has its tasks once for each turn. Steps that do the same to different things are one in
    a foreach, however many there are:

        self.next(self.train, foreach="models")
    """

    code = "FC756"
    title = "DAG that is slow to read"
    label = (
        "the DAG has {tasks} tasks, which takes Airflow {seconds} seconds or more to read; it "
        "gives up after 30"
    )
    help = "make a foreach of steps that are alike, allow loops fewer turns, or split the flow"
    tasks: str
    seconds: int


class SensorIgnored(Warn):
    """A flow waits for something of Airflow's, and the target is not Airflow.

    Runs start without it, as under Metaflow. Where this flow is to wait on this target too, it can
    wait for an event:

        @trigger(event="rows_ready")
    """

    code = "FC757"
    title = "sensor of Airflow on another target"
    label = "{target} takes no notice of `@{decorator}`: it is a task of Airflow's"
    help = "compile for `airflow`, or wait for an event by `@trigger`"
    target: str
    decorator: str


class TemplateAsText(Warn):
    """A sensor waits for something with `{{` in its name, which is no template here.

    Airflow would put the date of a run, say, in the place of `{{ ds }}`. flowc has it take all
    texts of a flow as they are, whatever is in them. To wait for something else in each run, name
    what does not change, such as a marker that is written anew, or look for the rest in the
    start step:

        @airflow_s3_key_sensor(bucket_key="s3://lake/rows/*/_DONE", wildcard_match=True)
    """

    code = "FC758"
    title = "template that stays text"
    label = "`{argument}` of `@{decorator}` is taken as it is, and not as a template of Airflow's"
    help = "wait for what has the same name in each run"
    decorator: str
    argument: str
