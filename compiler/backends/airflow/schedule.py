"""When a DAG runs by itself: at the times of `@schedule`, and when what it waits for has come."""

from __future__ import annotations

from compiler.backends.airflow.assets import asset, awaited_assets
from compiler.backends.airflow.imports import ASSET, ASSET_OR_TIME, AnyImport, Import
from compiler.backends.airflow.part import Part
from compiler.backends.airflow.python import Call, Expression
from compiler.ir.flow import Flow
from compiler.ir.trigger import Schedule
from compiler.quantities.cron_text import to_standard
from compiler.settings import Settings

_DEFAULT_TIMEZONE = "UTC"
"""Metaflow's schedules are in UTC."""
_START = Call("pendulum.datetime", (2020, 1, 1))
"""Airflow 2 runs no task without a start; any in the past does, as nothing is caught up with.
This one is in UTC."""
_TIMETABLE = Import("airflow.timetables.trigger", "CronTriggerTimetable")
_EITHER = '''\
def assets_or(timetable, assets):
    """The schedule of a timetable that also runs when all of the assets have come."""
    named = {f"{Asset.__name__.lower()}s": assets}  # "datasets" on Airflow 2
    return AssetOrTimeSchedule(timetable=timetable, **named)'''


def schedule(flow: Flow, settings: Settings) -> Part:
    """The arguments of the DAG; explicit, as Airflow's defaults differ between versions.

    Runs may overlap, as Metaflow's do: they share nothing but the datastore, where each has a
    folder of its own. Airflow's own limit of 16 at a time stays.
    """
    imports: list[AnyImport] = [Import("pendulum")]
    functions: tuple[str, ...] = ()
    when: Expression = None
    assets = [asset(name) for name in awaited_assets(flow, settings)]
    if assets:
        imports.append(ASSET)
        when = assets
    if flow.schedule is not None:
        imports.append(_TIMETABLE)
        when = _timetable(flow.schedule)
        if assets:
            imports.append(ASSET_OR_TIME)
            functions = (_EITHER,)
            when = Call("assets_or", (when, assets))
    return Part(
        dag=(("schedule", when), ("start_date", _START), ("catchup", False)),
        functions=functions,
        imports=tuple(imports),
    )


def _timetable(trigger: Schedule) -> Call:
    """Raises `Inexpressible` for a schedule that the checks have refused."""
    timezone = trigger.timezone or _DEFAULT_TIMEZONE
    return Call("CronTriggerTimetable", (to_standard(trigger.cron),), (("timezone", timezone),))
