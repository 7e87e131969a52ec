"""TrainingPipelineFlow: Trains a model per region, and one large one, and publishes the better.

Compiled by flowc from golden_tests/flows/training_pipeline.py. Change the flow, not this file.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.timetables.trigger import CronTriggerTimetable
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task, task_group
    from airflow.sdk.definitions.param import Param
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.exceptions import AirflowFailException, AirflowSkipException
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG
    from airflow.models.param import Param

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/training_pipeline.py:TrainingPipelineFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PROJECT": "demand/",
    "FLOWC_PACKAGE": "fd5df58f303c3d7fbf01410575a6d76fefcb786c0181a9fc4cd65923198393ad",
}
POD = {
    "image": "python:3.12-slim",
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
TUNE_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "2", "memory": "8G", "ephemeral-storage": "10240M"}
    ),
}
IMPROVE_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "4", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
}
TRAIN_LARGE_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "8",
            "memory": "64G",
            "ephemeral-storage": "10240M",
            "nvidia.com/gpu": "1",
        },
        limits={"nvidia.com/gpu": "1"},
    ),
    "volumes": [
        k8s.V1Volume(
            name="shared-memory",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="1Gi"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="shared-memory", mount_path="/dev/shm")],
}
PARAMETERS = "{{ dict(params.items() | selectattr(0, 'in', dag.params)) | tojson | replace('$', '\\\\u0024') }}"


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def read_results(name, step, paths, run):
    """What each of these tasks of a step has left for the scheduler."""
    runs = ObjectStoragePath("s3://flowc/TrainingPipelineFlow/runs")

    def text(path):
        return (runs / run / step / path / "results" / name).read_text()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(text, paths))


@task(**PLANNER)
def only_if(switch, target, path, run):
    """Skips what comes after it unless the switch has chosen this step."""
    choice = read_results("choice", switch, [path], run)[0]
    if choice != target:
        raise AirflowSkipException(f"{switch} has chosen {choice}.")


@task(**PLANNER)
def paths_chosen(switch, target, paths, run):
    """Those of the paths for which the switch has chosen this step."""
    choices = read_results("choice", switch, paths, run)
    return [path for path, choice in zip(paths, choices) if choice == target]


@task(**PLANNER)
def items_of(split, paths, run):
    """The paths of the tasks that these tasks of a step fan out to."""
    lists = read_results("paths", split, paths, run)
    return [path for text in lists for path in json.loads(text)]


@task(**PLANNER)
def paths_together(*lists):
    """All of the paths, in the order of the items."""
    paths = [path for some in lists for path in some]
    return sorted(paths, key=lambda path: [int(number) for number in path.split(".")])


@task(**PLANNER)
def paths_in_turn(paths, loops, number=None):
    """The paths, out of some loops, and in that turn of another."""
    entered = [] if number is None else [str(number)]
    return [".".join(path.split(".")[: -loops or None] + entered) for path in paths]


@task(**PLANNER)
def no_more_turns(loop, turns, paths):
    """Fails where a loop goes on after its last turn in this file."""
    if paths:
        raise AirflowFailException(
            f"The loop at {loop} goes on after {turns} turns: raise max-loop, and compile."
        )


with DAG(
    dag_id="demand.TrainingPipelineFlow",
    description="Trains a model per region, and one large one, and publishes the better.",
    schedule=CronTriggerTimetable("0 4 * * 1", timezone="Europe/Berlin"),
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    tags=["project:demand"],
    params={
        "regions": Param('["north", "south"]'),
        "target": Param(0.2, type="number"),
        "max-turns": Param(4, type="integer"),
    },
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "SOURCE": "warehouse", "FLOWC_PARAMETERS": PARAMETERS},
        retries=2,
        retry_delay=timedelta(minutes=1),
        **POD,
    )

    plan_regions = KubernetesPodOperator(
        task_id="plan_regions", arguments=step("plan_regions"), env_vars=ENV, **POD
    )
    start >> plan_regions

    plan_regions_paths = items_of.override(task_id="plan_regions_paths")(
        "plan_regions", ["-"], RUN
    )
    plan_regions >> plan_regions_paths

    @task_group
    def tune_group(path):
        KubernetesPodOperator(
            task_id="tune",
            arguments=step("tune", path),
            env_vars=ENV,
            active_deadline_seconds=2400,
            map_index_template="{{ task.arguments[3] }}",
            **TUNE_POD,
        )

    tune_groups = tune_group.expand(path=plan_regions_paths)

    improve_0_paths = paths_in_turn.override(task_id="improve_0_paths")(
        plan_regions_paths, 0, 0
    )
    tune_groups >> improve_0_paths

    @task_group
    def improve_0_group(path):
        KubernetesPodOperator(
            task_id="improve",
            arguments=step("improve", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **IMPROVE_POD,
        )

    improve_0_groups = improve_0_group.expand(path=improve_0_paths)
    tune_groups >> improve_0_groups

    improve_0_to_improve = paths_chosen.override(task_id="improve_0_to_improve")(
        "improve", "improve", improve_0_paths, RUN
    )
    improve_0_groups >> improve_0_to_improve

    improve_0_to_score = paths_chosen.override(task_id="improve_0_to_score")(
        "improve", "score", improve_0_paths, RUN
    )
    improve_0_groups >> improve_0_to_score

    left_0_paths = paths_in_turn.override(task_id="left_0_paths")(improve_0_to_score, 1)

    improve_1_paths = paths_in_turn.override(task_id="improve_1_paths")(
        improve_0_to_improve, 1, 1
    )

    @task_group
    def improve_1_group(path):
        KubernetesPodOperator(
            task_id="improve",
            arguments=step("improve", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **IMPROVE_POD,
        )

    improve_1_groups = improve_1_group.expand(path=improve_1_paths)
    improve_0_to_improve >> improve_1_groups

    improve_1_to_improve = paths_chosen.override(task_id="improve_1_to_improve")(
        "improve", "improve", improve_1_paths, RUN
    )
    improve_1_groups >> improve_1_to_improve

    improve_1_to_score = paths_chosen.override(task_id="improve_1_to_score")(
        "improve", "score", improve_1_paths, RUN
    )
    improve_1_groups >> improve_1_to_score

    left_1_paths = paths_in_turn.override(task_id="left_1_paths")(improve_1_to_score, 1)

    improve_2_paths = paths_in_turn.override(task_id="improve_2_paths")(
        improve_1_to_improve, 1, 2
    )

    @task_group
    def improve_2_group(path):
        KubernetesPodOperator(
            task_id="improve",
            arguments=step("improve", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **IMPROVE_POD,
        )

    improve_2_groups = improve_2_group.expand(path=improve_2_paths)
    improve_1_to_improve >> improve_2_groups

    improve_2_to_improve = paths_chosen.override(task_id="improve_2_to_improve")(
        "improve", "improve", improve_2_paths, RUN
    )
    improve_2_groups >> improve_2_to_improve

    improve_2_to_score = paths_chosen.override(task_id="improve_2_to_score")(
        "improve", "score", improve_2_paths, RUN
    )
    improve_2_groups >> improve_2_to_score

    left_2_paths = paths_in_turn.override(task_id="left_2_paths")(improve_2_to_score, 1)

    improve_no_more = no_more_turns.override(task_id="improve_no_more")(
        "improve", 3, improve_2_to_improve
    )

    left_0_paths_together = paths_together.override(task_id="left_0_paths_together")(
        left_0_paths, left_1_paths, left_2_paths
    )

    @task_group
    def score_group(path):
        KubernetesPodOperator(
            task_id="score",
            arguments=step("score", path),
            env_vars=ENV,
            retries=3,
            retry_delay=timedelta(seconds=0),
            map_index_template="{{ task.arguments[3] }}",
            trigger_rule="none_failed_min_one_success",
            **POD,
        )

    score_groups = score_group.expand(path=left_0_paths_together)
    [improve_0_to_score, improve_1_to_score, improve_2_to_score] >> score_groups
    improve_no_more >> score_groups

    join_regions = KubernetesPodOperator(
        task_id="join_regions", arguments=step("join_regions"), env_vars=ENV, **POD
    )
    score_groups >> join_regions

    plan_large = KubernetesPodOperator(
        task_id="plan_large", arguments=step("plan_large"), env_vars=ENV, **POD
    )
    start >> plan_large

    plan_large_paths = items_of.override(task_id="plan_large_paths")(
        "plan_large", ["-"], RUN
    )
    plan_large >> plan_large_paths

    @task_group
    def train_large_group(path):
        KubernetesPodOperator(
            task_id="train_large",
            arguments=step("train_large", path),
            env_vars={**ENV, "FLOWC_GANG_PORT": "29500", "FLOWC_GANG_TIMEOUT": "600"},
            pod_runtime_info_envs=[
                k8s.V1EnvVar(
                    name="FLOWC_GANG_ADDRESS",
                    value_from=k8s.V1EnvVarSource(
                        field_ref=k8s.V1ObjectFieldSelector(field_path="status.podIP")
                    ),
                )
            ],
            map_index_template="{{ task.arguments[3] }}",
            **TRAIN_LARGE_POD,
        )

    train_large_groups = train_large_group.expand(path=plan_large_paths)

    join_large = KubernetesPodOperator(
        task_id="join_large", arguments=step("join_large"), env_vars=ENV, **POD
    )
    train_large_groups >> join_large

    choose = KubernetesPodOperator(
        task_id="choose", arguments=step("choose"), env_vars=ENV, **POD
    )
    [join_regions, join_large] >> choose

    decide = KubernetesPodOperator(
        task_id="decide", arguments=step("decide"), env_vars=ENV, **POD
    )
    choose >> decide

    decide_to_publish = only_if.override(task_id="decide_to_publish")(
        "decide", "publish", "-", RUN
    )
    decide >> decide_to_publish

    publish = KubernetesPodOperator(
        task_id="publish", arguments=step("publish"), env_vars=ENV, **POD
    )
    decide_to_publish >> publish

    decide_to_end = only_if.override(task_id="decide_to_end")("decide", "end", "-", RUN)
    decide >> decide_to_end

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.demand.TrainingPipelineFlow.end")],
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [publish, decide_to_end] >> end
