"""`@schedule` as a CronWorkflow."""

from __future__ import annotations

from compiler.backends.argo.identity import Identity
from compiler.backends.argo.models import CronSpec, CronWorkflow
from compiler.backends.argo.workflow import API_VERSION, metadata
from compiler.ir.trigger import Schedule
from compiler.quantities.cron_text import to_standard

CONCURRENCY_POLICY = "Allow"
"""A run starts at its time even if the one before is still going, as Metaflow's do: runs
share nothing but the datastore, where each has a folder of its own."""

_DEFAULT_TIMEZONE = "Etc/UTC"
"""Argo would take the time zone of its controller; Metaflow's schedules are in UTC."""


def cron_workflow(schedule: Schedule, identity: Identity) -> CronWorkflow:
    """The document that starts runs at the times of the schedule."""
    spec: CronSpec = {
        "schedules": [to_standard(schedule.cron)],
        "timezone": schedule.timezone or _DEFAULT_TIMEZONE,
        "concurrencyPolicy": CONCURRENCY_POLICY,
        "workflowSpec": {"workflowTemplateRef": {"name": identity.name}},
    }
    return {
        "apiVersion": API_VERSION,
        "kind": "CronWorkflow",
        "metadata": metadata(identity.name, identity),
        "spec": spec,
    }
