"""What the state machine may do: what its states do, and nothing else.

Sources: "How Step Functions generates IAM policies for integrated services" in the Step Functions
Developer Guide, with "IAM policies for using Distributed Map states"; "Actions, resources, and
condition keys for AWS Batch" in the Service Authorization Reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compiler.backends.stepfunctions import gangs, tasks
from compiler.backends.stepfunctions.documents import Documents
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.models import Machine, Payload, State
from compiler.backends.stepfunctions.template.functions import (
    arn,
    bucket_arn,
    literal,
    pattern,
    ref,
)
from compiler.backends.stepfunctions.template.roles import EVERYTHING, allow
from compiler.backends.yaml_text import Tagged
from runtime_shim.contract import result_key

QUEUE = "JobQueue"
_MANAGED_RULE = "rule/StepFunctionsGetEventsForBatchJobsRule"
"""By which Step Functions learns of the ends of jobs."""
_SUBMIT = (tasks.SUBMIT, gangs.SUBMIT)


def machine_statements(documents: Documents, identity: Identity) -> list[Payload]:
    """The statements of its policy."""
    states = list(states_of(documents.machine))
    calls = {state["Resource"] for state in states if "Resource" in state}
    made: list[Payload] = []
    if calls & {*_SUBMIT}:
        made.append(allow("batch:SubmitJob", [_definitions(documents), *_queues(states)]))
    if tasks.SUBMIT in calls:
        made.append(allow(["batch:DescribeJobs", "batch:TerminateJob"], EVERYTHING))
        events = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
        made.append(allow(events, arn("events", _MANAGED_RULE)))
    elif gangs.DESCRIBE in calls:
        made.append(allow("batch:DescribeJobs", EVERYTHING))
    maps = any("ItemReader" in state for state in states)
    if maps or tasks.GET_OBJECT in calls:
        keys = pattern(identity.prefix) + result_key(identity.flow, "*", "*", "*", "*")
        made.append(allow("s3:GetObject", bucket_arn(identity.bucket, keys)))
    if maps:
        made += _child_executions(literal(documents.name))
    return made


def states_of(machine: Machine) -> Iterator[State]:
    """All states of a machine, those in states included."""
    waiting = [machine]
    while waiting:
        for state in waiting.pop()["States"].values():
            yield state
            waiting += state.get("Branches", [])
            if "ItemProcessor" in state:
                waiting.append(state["ItemProcessor"])


def _definitions(documents: Documents) -> Tagged:
    """All of the flow's, by what their names begin with: a policy has room for few of the names.
    Every revision, for the runs that have begun with an older one."""
    return arn("batch", f"job-definition/{literal(documents.name)}-*")


def _queues(states: Iterable[State]) -> Iterator[str | Tagged]:
    named = [state["Parameters"].get("JobQueue") for state in states if "Parameters" in state]
    for queue in dict.fromkeys(name for name in named if isinstance(name, str)):
        if queue == tasks.QUEUE:
            # The parameter is a name or an ARN, which ends in `/` and the name: either way,
            # between the first slash and the second of the two together there is the name.
            both = Tagged("!Sub", f"${{{QUEUE}}}/${{{QUEUE}}}")
            name = Tagged("!Select", [1, Tagged("!Split", ["/", both])])
            yield Tagged("!Sub", [arn("batch", "job-queue/${Name}").value, {"Name": name}])
        else:
            yield queue if queue.startswith("arn:") else arn("batch", f"job-queue/{literal(queue)}")


def _child_executions(name: str) -> list[Payload]:
    """The items of a Distributed Map are executions of the same state machine. The last
    permission is for a run that somebody redrives."""
    executions = [arn("states", f"execution:{name}{child}") for child in (":*", "/*")]
    actions = ["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"]
    return [
        allow("states:StartExecution", arn("states", f"stateMachine:{name}")),
        allow(actions, executions),
    ]


def start_statements(machine: str, alias: str) -> list[Payload]:
    """What it takes to start the state machine. IAM asks for its own ARN where the alias is
    started ("Authorization for versions and aliases"); the alias's is there to be plain."""
    return [allow("states:StartExecution", [ref(machine), ref(alias)])]
