"""Covers: a flow that waits, on Airflow, for other DAGs and for files before it starts."""

from datetime import timedelta

from metaflow import (
    FlowSpec,
    airflow_external_task_sensor,
    airflow_s3_key_sensor,
    schedule,
    step,
)

LAKE = "s3://lake/rows"


@airflow_external_task_sensor(
    name="wait_for_load",
    description="The rows are loaded an hour before.",
    external_dag_id="LoadFlow",
    external_task_ids=["check", "end"],
    allowed_states=["success", "skipped"],
    failed_states=["failed", "upstream_failed"],
    execution_delta=timedelta(hours=1),
)
@airflow_external_task_sensor(external_dag_id="shop.prod.PricesFlow", soft_fail=True)
@airflow_s3_key_sensor(
    bucket_key=[f"{LAKE}/*.parquet", f"{LAKE}/_DONE"],
    wildcard_match=True,
    timeout=7200,
    poke_interval=300,
    mode="poke",
    exponential_backoff=False,
    pool="sensors",
    aws_conn_id="lake",
)
@airflow_s3_key_sensor(bucket_key="labels.json", bucket_name="lake", verify=False)
@schedule(hourly=True)
class AirflowSensorsFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 3
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)


if __name__ == "__main__":
    AirflowSensorsFlow()
