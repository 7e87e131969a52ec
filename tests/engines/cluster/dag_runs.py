"""Runs DAGs of a real Airflow, whose pods run on the cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.engines.airflow.connections import connections_by
from tests.engines.airflow.flow_runs import DagRuns, Pods
from tests.engines.cluster.airflow_namespace import AirflowNamespace
from tests.engines.cluster.store import PLACE
from tests.engines.cluster.variables import in_image

LOCAL_SETTINGS = Path(__file__).with_name("airflow_local_settings.py")
"""What Airflow needs for pods to find the datastore."""


@dataclass(frozen=True)
class ClusterDagRuns(DagRuns):
    """Runs flows, compiled for a namespace of the cluster, on an Airflow with `LOCAL_SETTINGS`."""

    namespace: AirflowNamespace

    @contextmanager
    def _pods(self, variables: dict[str, str], folder: Path) -> Iterator[Pods]:
        leading = connections_by(self.namespace.configuration, PLACE.variables)
        given = {**leading, "POD_VARIABLES": json.dumps(in_image(variables))}
        # What pods printed is in the datastore, and they are gone.
        yield Pods(given, self.namespace.warnings)
