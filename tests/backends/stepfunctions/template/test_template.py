from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml

from compiler.backends.backend import Program
from compiler.backends.stepfunctions.documents import Documents, compact
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.template import template
from compiler.compute.batch_models import JobDefinition
from compiler.ir.compute import Secrets, SecretSource
from compiler.ir.flow import Flow
from compiler.settings import BatchSettings, Settings, StepFunctionsSettings
from tests.backends.flows import LINE, SPAN, make_flow, regions
from tests.backends.stepfunctions.hand_made import (
    EVERYTHING,
    IDENTITY,
    IMAGE,
    PLAIN,
    batch,
    job,
    machine,
)
from tests.backends.stepfunctions.template.stack import Stack, stack_of
from tests.validators.cfn_lint import findings

FLOW = make_flow(LINE)
NO_SETTINGS = Settings()
ROLES = Settings(
    queue="queue-a",
    batch=BatchSettings(job_role="arn:aws:iam::123456789012:role/job"),
    stepfunctions=StepFunctionsSettings(
        role="arn:aws:iam::123456789012:role/machine",
        scheduler_role="arn:aws:iam::123456789012:role/scheduler",
        events_role="arn:aws:iam::123456789012:role/events",
    ),
)


def written(
    documents: Documents = EVERYTHING,
    settings: Settings = NO_SETTINGS,
    flow: Flow = FLOW,
    identity: Identity = IDENTITY,
) -> str:
    return template(documents, Program(flow, regions(flow)), settings, identity).decode()


def stack(*arguments: Any, **named: Any) -> Stack:
    return stack_of(written(*arguments, **named))


def with_job(request: JobDefinition) -> Documents:
    return replace(PLAIN, jobs={**PLAIN.jobs, "TrainJob": request})


def allowed(statements: list[dict[str, Any]]) -> dict[str, Any]:
    """From an action to its resources."""
    found: dict[str, Any] = {}
    for one in statements:
        actions = one["Action"] if isinstance(one["Action"], list) else [one["Action"]]
        found |= dict.fromkeys(actions, one["Resource"])
    return found


def test_cfn_lint_passes() -> None:
    assert findings(written()) == []


def test_cfn_lint_passes_where_all_roles_are_given() -> None:
    assert findings(written(settings=ROLES)) == []


def test_cfn_lint_finds_what_is_wrong() -> None:
    assert "E3002" in {one.rule.id for one in findings(written().replace("Image:", "Picture:"))}


def test_there_is_a_resource_for_each_document() -> None:
    kinds = [one["Type"].removeprefix("AWS::") for one in stack()["Resources"].values()]
    assert kinds == [
        *["Batch::JobDefinition"] * 2,
        "StepFunctions::StateMachine",
        "StepFunctions::StateMachineVersion",
        "StepFunctions::StateMachineAlias",
        "Scheduler::Schedule",
        *["Events::Rule"] * 2,
        *["IAM::Role"] * 4,
    ]


def test_no_role_is_made_that_the_settings_name() -> None:
    made = stack(settings=ROLES)
    assert made.of_type("AWS::IAM::Role") == {}
    assert made.properties("StateMachine")["RoleArn"] == "arn:aws:iam::123456789012:role/machine"
    assert made.properties("TrainJob")["ContainerProperties"]["JobRoleArn"].endswith("/job")
    assert made.properties("Schedule")["Target"]["RoleArn"].endswith("/scheduler")
    assert made["Parameters"]["JobQueue"]["Default"] == "queue-a"


def test_no_role_is_made_for_what_is_not_there() -> None:
    assert set(stack(PLAIN).of_type("AWS::IAM::Role")) == {"StateMachineRole", "JobRole"}


def in_most_regions(definition: str) -> object:
    """The machine, with the ARNs of what its states do in place of their placeholders."""
    actions = {
        "BatchSubmitJobSyncAction": "arn:aws:states:::batch:submitJob.sync",
        "S3GetObjectAction": "arn:aws:states:::s3:getObject",
    }
    for name, arn in actions.items():
        definition = definition.replace(f'"Resource":"${{{name}}}"', f'"Resource":"{arn}"')
    return json.loads(definition)


def test_the_definition_is_the_machine_with_its_placeholders() -> None:
    properties = stack().properties("StateMachine")
    assert in_most_regions(properties["DefinitionString"]) == EVERYTHING.machine
    action = "!Sub arn:${AWS::Partition}:states:::"
    assert properties["DefinitionSubstitutions"] == {
        "BatchSubmitJobSyncAction": f"{action}batch:submitJob.sync",
        "EndJob": "!Ref EndJob",
        "JobQueue": "!Ref JobQueue",
        "S3GetObjectAction": f"{action}s3:getObject",
        "TrainJob": "!Ref TrainJob",
    }


def test_a_change_of_the_code_is_one_line() -> None:
    before = written().splitlines()
    after = written(replace(EVERYTHING, machine=machine("1" * 64))).splitlines()
    assert len(before) == len(after)
    (line,) = [one for one, other in zip(before, after, strict=True) if one != other]
    assert '"begin":' in line


def test_no_text_of_a_user_is_filled_in() -> None:
    definition = machine()
    definition["States"]["end"] = batch("${EndJob}", Comment="${JobQueue}", End=True)
    definition["Comment"] = 'é\x7f\u2028 ${TrainJob} "JobQueue":"${JobQueue}"'
    written_text = stack(replace(PLAIN, machine=definition)).properties("StateMachine")
    text = written_text["DefinitionString"]
    assert in_most_regions(text) == definition
    # A definition, a queue and an action in each of three tasks, and an action in a map.
    assert text.count("${") == 10


def test_no_text_of_a_user_is_a_placeholder_in_a_job_definition() -> None:
    variable = {"name": "A", "value": "${JobRole}"}
    request = job("a", environment=[variable])
    made = stack(with_job(request))
    container = made.properties("TrainJob")["ContainerProperties"]
    assert container["Environment"] == [{"Name": "A", "Value": "${JobRole}"}]
    assert container["JobRoleArn"] == "!GetAtt JobRole.Arn"


def test_keys_of_users_stay_as_they_are() -> None:
    log = {"logDriver": "awslogs", "options": {"awslogs-group": "own"}}
    request = job("a", logConfiguration=log)
    request["tags"] = {"team": "x"}
    properties = stack(with_job(request)).properties("TrainJob")
    configuration = properties["ContainerProperties"]["LogConfiguration"]
    assert configuration == {"LogDriver": "awslogs", "Options": {"awslogs-group": "own"}}
    assert properties["Tags"] == {"team": "x"}
    assert properties["Parameters"] == {"retry": "0"}


def test_what_is_in_flight_keeps_its_version_and_its_job_definitions() -> None:
    made = stack()
    retained = made.properties("TrainJob")["ResourceRetentionPolicy"]
    assert retained == {"SkipDeregisterOnUpdate": True}
    assert made["Resources"]["StateMachineVersion"]["UpdateReplacePolicy"] == "Retain"
    routes = made.properties("StateMachineAlias")["RoutingConfiguration"]
    assert routes == [{"StateMachineVersionArn": "!Ref StateMachineVersion", "Weight": 100}]


def test_the_state_machine_may_do_what_its_states_do() -> None:
    may = allowed(stack().statements("StateMachineRole"))
    here = "${AWS::Region}:${AWS::AccountId}"
    definitions = f"!Sub arn:${{AWS::Partition}}:batch:{here}:job-definition/shop-TrainFlow-*"
    assert str(may["batch:SubmitJob"][0]) == definitions
    assert may["batch:TerminateJob"] == "*"
    assert may["events:PutRule"].endswith("rule/StepFunctionsGetEventsForBatchJobsRule")
    assert may["s3:GetObject"].endswith(":::bucket/flows/TrainFlow/runs/*/*/*/results/*")
    assert may["states:StartExecution"].endswith(":stateMachine:shop-TrainFlow")
    assert "eks" not in str(may)


def test_a_state_machine_without_maps_may_neither_read_objects_nor_start_itself() -> None:
    plain = replace(PLAIN, machine={"StartAt": "a", "States": {"a": batch(End=True)}})
    may = allowed(stack(plain).statements("StateMachineRole"))
    assert set(may) == {
        *("batch:SubmitJob", "batch:DescribeJobs", "batch:TerminateJob"),
        *("events:PutTargets", "events:PutRule", "events:DescribeRule"),
    }


@pytest.mark.parametrize(
    ("queue", "resource"),
    [
        ("own", "job-queue/own"),
        (
            "arn:aws:batch:eu-west-1:123456789012:job-queue/own",
            "arn:aws:batch:eu-west-1:123456789012:job-queue/own",
        ),
    ],
)
def test_the_queue_of_a_step_is_allowed_too(queue: str, resource: str) -> None:
    states = {"a": batch(queue=queue, End=True)}
    made = stack(replace(PLAIN, machine={"StartAt": "a", "States": states}))
    assert allowed(made.statements("StateMachineRole"))["batch:SubmitJob"][-1].endswith(resource)
    assert "Parameters" not in made


def test_tasks_write_below_their_flow_and_read_the_datastore() -> None:
    may = allowed(stack().statements("JobRole"))
    assert may["s3:GetObject"] == "!Sub arn:${AWS::Partition}:s3:::bucket/flows/*"
    for action in ("PutObject", "DeleteObject", "AbortMultipartUpload"):
        assert may[f"s3:{action}"].endswith(":::bucket/flows/TrainFlow/*")
    assert may["s3:ListBucket"].endswith(":::bucket")


def test_what_looks_like_a_pattern_in_the_prefix_is_none() -> None:
    identity = replace(IDENTITY, prefix="a*${x}/")
    made = stack(identity=identity)
    assert findings(written(identity=identity)) == []
    assert allowed(made.statements("JobRole"))["s3:GetObject"].endswith("/a${!*}${!$}{x}/*")


def test_tasks_read_the_secrets_of_the_flow_and_no_others() -> None:
    own = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:own-AbCdEf"
    sources = (
        SecretSource(type="aws-secrets-manager", id="a*"),
        SecretSource(type="aws-secrets-manager", id="far", options={"region": "eu-west-1"}),
        SecretSource(type="aws-secrets-manager", id=own),
        SecretSource(
            type="aws-secrets-manager", id="b", role="arn:aws:iam::123456789012:role/reader"
        ),
        SecretSource(type="gcp-secret-manager", id="c"),
    )
    flow = make_flow(LINE, {"start": {"secrets": Secrets(sources=sources, span=SPAN)}})
    may = allowed(stack(flow=flow).statements("JobRole"))
    here = "${AWS::Region}:${AWS::AccountId}:secret"
    assert may["secretsmanager:GetSecretValue"] == [
        f"!Sub arn:${{AWS::Partition}}:secretsmanager:{here}:a${{!*}}-??????",
        "!Sub arn:${AWS::Partition}:secretsmanager:eu-west-1:${AWS::AccountId}:secret:far-??????",
        own,
    ]
    assert may["sts:AssumeRole"] == ["arn:aws:iam::123456789012:role/reader"]
    assert findings(written(flow=flow)) == []


def test_fargate_pulls_the_images_of_the_flow_and_writes_logs() -> None:
    request = job("a", executionRoleArn="${ExecutionRole}")
    documents = with_job(request)
    may = allowed(stack(documents).statements("ExecutionRole"))
    assert IMAGE.startswith("123456789012.dkr.ecr.eu-central-1")
    assert may["ecr:BatchGetImage"] == [
        "!Sub arn:${AWS::Partition}:ecr:eu-central-1:123456789012:repository/flows/train"
    ]
    assert may["logs:PutLogEvents"][0].endswith(":log-group:/aws/batch/job:*")
    assert findings(written(documents)) == []


def test_the_cluster_lets_the_state_machine_in() -> None:
    kubernetes: Any = {
        "Type": "Task",
        "Resource": "arn:aws:states:::eks:runJob.sync",
        "Parameters": {
            "ClusterName": "${EksCluster}",
            "CertificateAuthority": "${EksCertificateAuthority}",
            "Endpoint": "${EksEndpoint}",
            "Namespace": "team",
        },
        "End": True,
    }
    documents = replace(PLAIN, machine={"StartAt": "a", "States": {"a": kubernetes}}, jobs={})
    settings = Settings(stepfunctions=StepFunctionsSettings(eks_cluster="main"))
    text = written(documents, settings)
    assert findings(text) == []
    made = stack_of(text)
    assert made["Parameters"]["EksCluster"]["Default"] == "main"
    assert list(made["Parameters"]) == ["EksCluster", "EksEndpoint", "EksCertificateAuthority"]
    (policy,) = made.properties("ClusterAccess")["AccessPolicies"]
    assert policy["AccessScope"] == {"Type": "namespace", "Namespaces": ["team"]}
    assert "Policies" not in made.properties("StateMachineRole")


def test_a_thousand_steps_fit_into_a_template() -> None:
    retry: Any = [{"ErrorEquals": ["Batch.AWSBatchException"] * 4, "MaxAttempts": 20}] * 2
    steps = {f"step_number_{at}": batch(Next="x", Retry=retry) for at in range(1000)}
    documents = replace(PLAIN, machine={"StartAt": "a", "States": steps})
    text = written(documents)
    assert len(text) < 1.05 * len(compact(documents.machine)) < 1_000_000


def lines() -> Iterator[str]:
    yield from written().splitlines()


def test_it_is_plain_yaml_for_people() -> None:
    assert next(lines()) == "---"
    assert "  StateMachine:" in lines()
    assert '        "end":{"Type":"Task"' in written()
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(written())
