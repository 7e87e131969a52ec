"""What Airflow takes, with where it says so. Ids and tags are in `identity` and `names`."""

from __future__ import annotations

MAX_CONNECTION_ID = 250
"""`CONN_ID_MAX_LEN` in `airflow.models.connection`."""
MAX_POOL = 256
"""The column `slot_pool.pool`."""
MAX_ASSET_NAME = 1500
"""Of Airflow 3 (`_validate_asset_name` in `airflow.sdk.definitions.asset`); datasets have more."""
DEFAULT_ACTIVE_TASKS = 16
"""`core.max_active_tasks_per_dag`, as it comes: of a DAG on Airflow 2, of each run on Airflow 3."""
IMPORT_SECONDS = 30
"""`core.dagbag_import_timeout`, as it comes."""
MILLISECONDS_A_TASK = 1
"""What a task takes to be imported: 5,000 pods took 2.5 to 4 seconds, on all three versions."""
SLOW_IMPORT_SECONDS = 10
"""From here on a machine a third as fast comes near the limit."""
