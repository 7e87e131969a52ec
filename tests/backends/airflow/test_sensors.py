from __future__ import annotations

from typing import Any

import pytest

from compiler.backends.airflow.attempts import TIMEDELTA
from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.names import Names
from compiler.backends.airflow.python import printed
from compiler.backends.airflow.sensors import sensor_imports, sensors
from compiler.ir.trigger import ExternalTaskSensor, S3KeySensor, Sensor
from compiler.settings import AirflowSettings, Settings
from tests.backends.flows import LINE, SPAN, make_flow

DAG_SENSOR = Import("airflow.providers.standard.sensors.external_task", "ExternalTaskSensor")
KEY_SENSOR = Import("airflow.providers.amazon.aws.sensors.s3", "S3KeySensor")
WAITING = 'timeout=3600, poke_interval=60, mode="reschedule", exponential_backoff=True'


def dag(external_dag_id: str = "other", **fields: Any) -> ExternalTaskSensor:
    return ExternalTaskSensor(external_dag_id=external_dag_id, span=SPAN, **fields)


def key(*keys: str, **fields: Any) -> S3KeySensor:
    return S3KeySensor(bucket_keys=keys or ("s3://b/k",), span=SPAN, **fields)


def lines(*of: Sensor, **airflow: Any) -> list[str]:
    """The statements, each in one line."""
    settings = Settings(airflow=AirflowSettings(**airflow))
    made = sensors(make_flow(LINE, sensors=of), settings, Names())
    return [f"{one.name} = {printed(one.call, column=-10_000)}" for one in made]


def arguments(sensor: Sensor, **airflow: Any) -> str:
    (line,) = lines(sensor, **airflow)
    return line.partition("(")[2].removesuffix(")")


def names(*of: Sensor) -> list[tuple[str, str]]:
    """The variable and the id of each."""
    made = sensors(make_flow(LINE, sensors=of), Settings(), Names())
    return [(one.name, str(dict(one.call.kwargs)["task_id"])) for one in made]


def test_a_flow_without_sensors_has_none() -> None:
    assert lines() == []
    assert sensor_imports(make_flow(LINE)) == ()


def test_how_a_sensor_waits_is_always_told() -> None:
    of_dag, of_key = lines(dag(), key())
    assert of_dag == (
        'wait_for_other = ExternalTaskSensor(task_id="wait_for_other", external_dag_id="other", '
        f'allowed_states=["success"], check_existence=True, {WAITING})'
    )
    assert of_key == (
        f'wait_for_key = S3KeySensor(task_id="wait_for_key", bucket_key="s3://b/k", {WAITING})'
    )


def test_all_arguments_of_every_sensor() -> None:
    common: dict[str, Any] = {
        "name": "wait",
        "description": "Waits.",
        "timeout_seconds": 7,
        "poke_interval_seconds": 5,
        "mode": "poke",
        "exponential_backoff": False,
        "pool": "sensors",
        "soft_fail": True,
    }
    waiting = (
        'timeout=7, poke_interval=5, mode="poke", exponential_backoff=False, soft_fail=True, '
        'pool="sensors", doc="Waits."'
    )
    assert arguments(
        dag(
            **common,
            external_task_ids=("a", "b"),
            allowed_states=("success", "skipped"),
            failed_states=("failed",),
            execution_delta_seconds=5400,
            check_existence=False,
        )
    ) == (
        'task_id="wait", external_dag_id="other", external_task_ids=["a", "b"], '
        'allowed_states=["success", "skipped"], failed_states=["failed"], '
        f"execution_delta=timedelta(minutes=90), check_existence=False, {waiting}"
    )
    assert arguments(
        key("a", "b/*", **common, bucket_name="lake", wildcard_match=True, aws_conn_id="of_lake")
    ) == (
        'task_id="wait", bucket_key=["a", "b/*"], bucket_name="lake", wildcard_match=True, '
        f'aws_conn_id="of_lake", {waiting}'
    )


def test_the_settings_go_for_what_a_sensor_leaves_open() -> None:
    given = arguments(key(), aws_conn_id="of_all", deferrable=True)
    assert 'aws_conn_id="of_all"' in given
    assert "deferrable=True" in given
    assert 'aws_conn_id="own"' in arguments(key(aws_conn_id="own"), aws_conn_id="of_all")
    # The pool of the settings is that of steps.
    of_dag = arguments(dag(), aws_conn_id="of_all", pool="steps", deferrable=True)
    assert "deferrable=True" in of_dag
    assert "of_all" not in of_dag
    assert "pool" not in of_dag


@pytest.mark.parametrize(
    ("verify", "text"), [(False, "False"), (True, "True"), ("/ca.pem", '"/ca.pem"')]
)
def test_how_the_store_is_verified(verify: bool | str, text: str) -> None:
    assert f", verify={text}, " in arguments(key(verify=verify))
    assert "verify" not in arguments(key())


def test_what_looks_like_a_template_is_text_in_what_airflow_renders() -> None:
    date, literal = "{{ ds }}", "'{{ \"{{ ds }}\" }}'"
    of_dag = arguments(dag(date, external_task_ids=("a", date)))
    assert f"external_dag_id={literal}" in of_dag
    assert f'external_task_ids=["a", {literal}]' in of_dag
    of_key = arguments(key(date, bucket_name=date, verify=date))
    for argument in ("bucket_key", "bucket_name", "verify"):
        assert f"{argument}={literal}" in of_key
    # This nothing is rendered in.
    assert 'doc="{{ ds }}"' in arguments(key(description=date))


def test_a_sensor_is_called_what_its_user_calls_it() -> None:
    assert names(dag(name="wait"), key(name="a.b-c"), key(name="2nd")) == [
        ("wait", "wait"),
        ("a_b_c", "a.b-c"),
        ("sensor_2nd", "2nd"),
    ]


def test_a_variable_hides_nothing_of_the_file() -> None:
    assert names(key(name="json"), key(name="S3KeySensor"), key(name="is")) == [
        ("json_2", "json"),
        ("S3KeySensor_2", "S3KeySensor"),
        ("is_2", "is"),
    ]


def test_names_that_are_told_apart_by_their_signs() -> None:
    assert names(key(name="a-b"), key(name="a_b"), key(name="a.b")) == [
        ("a_b", "a-b"),
        ("a_b_2", "a_b"),
        ("a_b_3", "a.b"),
    ]


def test_without_a_name_it_is_called_by_what_it_waits_for() -> None:
    assert names(dag("shop.Other-1"), dag("shop/Other 1"), key(), key()) == [
        ("wait_for_shop_Other_1", "wait_for_shop_Other_1"),
        ("wait_for_shop_Other_1_2", "wait_for_shop_Other_1_2"),
        ("wait_for_key", "wait_for_key"),
        ("wait_for_key_2", "wait_for_key_2"),
    ]


def test_a_name_that_the_user_gave_is_not_given_again() -> None:
    for of in ((key(), key(name="wait_for_key")), (key(name="wait_for_key"), key())):
        assert {task_id for _, task_id in names(*of)} == {"wait_for_key", "wait_for_key_2"}
        assert dict(names(*of))["wait_for_key"] == "wait_for_key"


def test_only_what_is_used_is_imported() -> None:
    assert sensor_imports(make_flow(LINE, sensors=(dag(), dag()))) == (DAG_SENSOR,)
    assert sensor_imports(make_flow(LINE, sensors=(key(), dag()))) == (KEY_SENSOR, DAG_SENSOR)
    earlier = dag(execution_delta_seconds=60)
    assert set(sensor_imports(make_flow(LINE, sensors=(earlier,)))) == {DAG_SENSOR, TIMEDELTA}
