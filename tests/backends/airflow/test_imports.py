from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from compiler.backends.airflow.imports import (
    ASSET,
    ASSET_OR_TIME,
    DAG,
    FAIL_EXCEPTION,
    PARAM,
    SKIP_EXCEPTION,
    STORAGE_PATH,
    TASK,
    TASK_GROUP,
    AnyImport,
    Compat,
    Import,
    imports_text,
)

EVERYTHING: tuple[AnyImport, ...] = (
    TASK_GROUP,
    Import("kubernetes.client", "models", "k8s"),
    Import("airflow.timetables.trigger", "CronTriggerTimetable"),
    Import("datetime", "timezone"),
    Import("datetime", "datetime"),
    Import("datetime", "timedelta"),
    Import("json"),
    Import("concurrent.futures", "ThreadPoolExecutor"),
    Import("airflow.providers.cncf.kubernetes.operators.pod", "KubernetesPodOperator"),
    Import("airflow.providers.amazon.aws.operators.batch", "BatchOperator"),
    *(ASSET_OR_TIME, ASSET, DAG, FAIL_EXCEPTION, PARAM, SKIP_EXCEPTION, STORAGE_PATH, TASK),
    # A line that is too long.
    *(Compat(f"AirflowMadeUpException{at}", "airflow.sdk", "airflow.old") for at in range(3)),
)


def test_every_import_stands_once_and_in_its_place() -> None:
    imports = (PARAM, Import("json"), Import("datetime", "datetime"), DAG, ASSET, DAG)
    assert imports_text((*imports, Import("a.b", "c"))) == (
        "import json\n"
        "from datetime import datetime\n"
        "\n"
        "from a.b import c\n"
        "\n"
        "try:\n"
        "    from airflow.sdk import DAG, Asset\n"
        "    from airflow.sdk.definitions.param import Param\n"
        "except ImportError:  # Airflow 2\n"
        "    from airflow.datasets import Dataset as Asset\n"
        "    from airflow.models.dag import DAG\n"
        "    from airflow.models.param import Param"
    )


def test_the_order_in_which_they_are_needed_makes_no_difference() -> None:
    assert imports_text(EVERYTHING) == imports_text(reversed(EVERYTHING))


def test_ruff_has_nothing_to_say(tmp_path: Path) -> None:
    names = (
        one.alias or one.name or one.module if isinstance(one, Import) else one.name
        for one in EVERYTHING
    )
    file = tmp_path / "dag.py"
    file.write_text(imports_text(EVERYTHING) + "\n\n" + "".join(f"{name}\n" for name in names))
    check = ["check", "--isolated", "--preview", "--select", "AIR,I,E4,E7,E9,F", str(file)]
    for arguments in (check, ["format", "--isolated", "--check", str(file)]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout
