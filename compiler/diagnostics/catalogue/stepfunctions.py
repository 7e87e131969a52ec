"""What AWS Step Functions, Batch and EventBridge cannot do, or only so much of: FC730-FC749."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn


class MachineTooLarge(Diagnostic):
    """Step Functions takes definitions of at most 1 MB.

    A step takes about half a kilobyte, so that this is a flow of more than 1,500 steps. Steps
    that do the same to different things are one step in a foreach:

        self.next(self.train, foreach="models")
    """

    code = "FC730"
    title = "state machine too large"
    label = "the state machine takes {size} bytes, and Step Functions takes 1,048,576"
    help = "make a foreach of steps that are alike, or two flows of this one"
    size: str


class JobDefinitionTooLarge(Diagnostic):
    """Batch takes job definitions of at most 24 KiB.

    Nearly all of one that large are environment variables. Give large values to the step as an
    `IncludeFile` or as an artifact:

        table = IncludeFile("table", default="table.csv")
    """

    code = "FC731"
    title = "job definition too large"
    label = "the job definition `{name}` takes {size} bytes, and AWS Batch takes 24,576"
    help = "give large values as an `IncludeFile`, or in the datastore, not as variables"
    name: str
    size: str


class SeveralEvents(Diagnostic):
    """A flow waits for several events, and EventBridge starts a run for each event.

    Its rules know no "when both have come". Let one flow wait for one event, and have what
    comes last send it; or give each event a small flow of its own that checks for the others:

        @trigger(event="everything_ready")
    """

    code = "FC732"
    title = "more than one event"
    label = "the flow waits for {count} events, and EventBridge cannot wait for all of them"
    help = "wait for one event, which whatever comes last sends"
    count: int


class ScheduleOnEitherDay(Diagnostic):
    """A cron expression restricts both the day of the month and the day of the week.

    Standard cron then runs on either, and a schedule of EventBridge knows only one of them.
    Restrict one of the two, and let the start step look at the other:

        @schedule(cron="0 6 1 * *")      # instead of cron="0 6 1 * 1"
    """

    code = "FC733"
    title = "schedule that EventBridge cannot express"
    label = "{reason}"
    help = "restrict only one of the two days"
    reason: str


class WaitIgnored(Warn):
    """Batch tries the tasks of an array job or a multi-node job again at once.

    `minutes_between_retries` means nothing there. Write 0 to say that this is meant, or, for
    a foreach, leave `foreach = "array"` out of the settings:

        @retry(times=2, minutes_between_retries=0)
    """

    code = "FC734"
    title = "no wait between the attempts"
    label = "AWS Batch tries `{step}` again at once, whatever `minutes_between_retries` says"
    help = "write `minutes_between_retries=0`"
    step: str


class GangOnFargate(Diagnostic):
    """`num_parallel` takes a multi-node job, and those run on EC2 alone.

    Send the step to a queue with EC2 instances, or run it on EKS by `@kubernetes`:

        [tool.flowc.batch]
        platform = "ec2"
    """

    code = "FC735"
    title = "multi-node job on Fargate"
    label = "the tasks of `{step}` are the nodes of one job, which Fargate cannot run"
    help = 'set `platform = "ec2"` under `[tool.flowc.batch]`, or write `@kubernetes`'
    step: str


class NoFargateMachine(Diagnostic):
    """Fargate has no machine as large as a step asks for.

    The largest have 16 vCPUs and 120 GB, and, where the platform offers them, 32 vCPUs and 244 GB.

        @resources(cpu=16, memory=120000)
    """

    code = "FC736"
    title = "no machine of that size on Fargate"
    label = "Fargate has no machine with {cpu} vCPUs and {memory} MiB"
    help = 'ask for less, or set `platform = "ec2"` under `[tool.flowc.batch]`'
    cpu: str
    memory: int


class HistoryTooLong(Diagnostic):
    """Step Functions ends an execution after 25,000 events.

    A task takes about seven of them, whatever else there is a few. What is in a foreach has a
    history of its own for each item.
    """

    code = "FC737"
    title = "history too long"
    label = "a run takes about {events} events, and Step Functions ends it after 25,000"
    help = "make a foreach of steps that are alike, or two flows of this one"
    events: str


class LoopTooLong(Warn):
    """A turn of a loop takes so many events that few turns fit into one execution.

    Step Functions ends an execution after 25,000 events. A foreach around the loop, or in it,
    gives what is inside of it a history of its own for each item.
    """

    code = "FC738"
    title = "few turns of a loop"
    label = "after about {turns} turns Step Functions ends the run: each takes {events} events"
    help = "do more in a step, so that a turn has fewer of them"
    turns: str
    events: int


class InvalidForBatch(Diagnostic):
    """AWS Batch would refuse a value, or take it for something else.

    Roles are named by their ARN, a job has at least 4 MiB of memory and at most 50 tags, and
    Fargate logs by fewer drivers than EC2:

        @batch(iam_role="arn:aws:iam::123456789012:role/training", log_driver="awslogs")
    """

    code = "FC739"
    title = "value that AWS Batch does not take"
    label = "`{text}` is not valid as {what}"
    help = "{rule}"
    what: str
    text: str
    rule: str


class OverridesTooLong(Diagnostic):
    """ECS takes 8,192 characters for what a request says of a job's container.

    These are the names of the flow's file, the project, the datastore and the step, and, for the
    first task, the parameters that an event gives. Give a task large values as an `IncludeFile`,
    or the place where they are:

        table = Parameter("table", help="the URL of the table")

    A step with `@kubernetes` has no such limit.
    """

    code = "FC740"
    title = "request for a job too long"
    label = "starting `{what}` takes at least {length} characters, and ECS takes 8,192"
    help = "shorten names, have an event give fewer parameters, or write `@kubernetes`"
    what: str
    length: str
