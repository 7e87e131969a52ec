"""Runs a flow on this machine, from its plan to the record of how it ended."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from compiler.backends.local.environment import Environment, base_variables
from compiler.backends.local.fork_server import ForkServer
from compiler.backends.local.hooks import run_hooks
from compiler.backends.local.interrupts import Interrupts
from compiler.backends.local.listener import Listener
from compiler.backends.local.logs import Logs, open_logs
from compiler.backends.local.loop import Loop, Outcome
from compiler.backends.local.options import Resume, RunOptions
from compiler.backends.local.package_environments import with_environments
from compiler.backends.local.resources import Budget, this_machine
from compiler.backends.local.reuse import Reuse
from compiler.backends.local.run_ids import new_run_id
from compiler.backends.local.workers import Workers
from runtime_shim.contract import ENV_DATASTORE
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.local_datastore import absolute_root
from runtime_shim.plan import Plan
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store import Store


def run_flow(
    plan: Plan,
    code_root: Path,
    store: Store,
    record: RunRecord,
    parameters: Mapping[str, str],
    options: RunOptions,
    listener: Listener,
    resume: Resume | None = None,
) -> RunEnd:
    """Runs a flow to its end, and records what happens in the store.

    The file of the flow is `plan.file` under `code_root`; the tasks run in the current
    folder. The id of `record` is replaced where a run has it already; the parameters are
    the texts that were given, or those of the run that is resumed.

    Raises `FlowcError`, and leaves no record of a run, where none can be started: there is
    nothing to resume, no such interpreter, not what package environments are made with, or not
    the resources, where that is enforced.
    What goes wrong later ends the run, whose end says so if the store can still be written.
    SIGINT, SIGTERM and SIGHUP end it as `interrupted`, as long as the main thread calls this;
    so does an `OSError` of the listener, which is raised again.
    """
    budget = Budget(plan, this_machine()) if options.enforce else None
    reuse = None
    if resume is not None:
        reuse = Reuse(plan, History(store, plan.flow, resume.origin), resume.steps)
        parameters = reuse.parameters
        record = replace(record, origin=resume.origin)
    python = _interpreter(options)
    with TemporaryDirectory(prefix="flowc-") as name:
        folder = Path(name)
        variables = base_variables(folder)
        # For the server to load what tasks need for such a datastore.
        served = {**variables, ENV_DATASTORE: absolute_root(store.root)}
        with (
            Interrupts() as interrupts,
            closing(ForkServer(python, folder, served, interrupts)) as workers,
        ):
            variables = with_environments(variables, folder, python, options)
            record = _begin(store, replace(record, parameters=dict(parameters)))
            history = History(store, record.flow, record.run)
            environment = Environment(
                plan, history, code_root, options, parameters, folder, variables
            )
            logs = open_logs(history, folder)
            loop = Loop(plan, history, environment, logs, workers, options, listener, reuse, budget)
            end = _finish(loop, logs, workers, record, history, listener)
        run_hooks(plan, end, environment, python, listener)
    return end


def _interpreter(options: RunOptions) -> str:
    given = options.python or sys.executable
    # A name without a folder is looked for in the PATH; the server runs in another folder.
    return str(Path(given).absolute()) if os.sep in given else given


def _begin(store: Store, record: RunRecord) -> RunRecord:
    """The record of a new run, as it is stored: with an id that no other run has."""
    while not History(store, record.flow, record.run).begin(record):
        record = replace(record, run=new_run_id())
    return record


def _finish(
    loop: Loop,
    logs: Logs,
    workers: Workers,
    record: RunRecord,
    history: History,
    listener: Listener,
) -> RunEnd:
    """Runs the tasks, and records the end whatever it is."""
    outcome = Outcome("failed", "The scheduler failed.")
    try:
        listener.run_started(record)
        outcome = loop.run()
    except OSError as error:
        workers.close()
        reason = f"What the run printed could not be written: {error.strerror}."
        outcome = Outcome("interrupted", reason)
        raise
    except FlowcError as error:
        # What still runs is not to outlive its run, nor to hold the files that the record needs.
        workers.close()
        outcome = Outcome("failed", str(error))
    finally:
        incomplete = _closed(logs)
        end = _recorded(outcome, history)
    if incomplete is not None:
        listener.logs_incomplete(incomplete)
    listener.run_ended(end)
    return end


def _closed(logs: Logs) -> str | None:
    """Keeps what is left of the logs; why not all of them could be kept."""
    try:
        logs.close()
    except FlowcError as error:
        return str(error)
    return None


def _recorded(outcome: Outcome, history: History) -> RunEnd:
    """Records the end of a run, and gives it; it says so where that cannot be."""
    end = RunEnd(outcome.status, time.time(), outcome.reason)
    try:
        history.finish(end)
    except FlowcError as error:
        status = "failed" if end.status == "succeeded" else end.status
        return replace(end, status=status, reason="\n".join(filter(None, (end.reason, str(error)))))
    return end
