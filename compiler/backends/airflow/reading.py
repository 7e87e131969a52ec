"""Where Airflow's workers read what steps left in the datastore."""

from __future__ import annotations

from compiler.backends.airflow.imports import STORAGE_PATH
from compiler.backends.airflow.python import Call
from compiler.settings import Settings
from runtime_shim.buckets.urls import place_of
from runtime_shim.contract import runs_folder
from runtime_shim.local_datastore import is_url

_SCHEMES = {"az": "abfs", "abfss": "abfs"}
"""Airflow's names, where they are others (`schemes` in the providers' `fs` modules)."""


def runs_path(flow: str, settings: Settings) -> Call:
    """The folder with all runs of a flow, as Airflow opens it."""
    connection = settings.airflow.datastore_conn_id
    kwargs = (("conn_id", connection),) if connection is not None else ()
    return Call(STORAGE_PATH.name, (f"{_root(settings)}/{runs_folder(flow)}",), kwargs)


def _root(settings: Settings) -> str:
    root = settings.datastore_root
    if not is_url(root):
        return f"file://{root.rstrip('/')}"
    place = place_of(root)
    scheme, _, host = place.bucket.partition("://")
    # What stands before an @ Airflow would take for a connection; that knows the account.
    bucket = host.partition("@")[0]
    return f"{_SCHEMES.get(scheme, scheme)}://{bucket}/{place.prefix}".rstrip("/")
