"""The command lines of the runtime: `step` and `hook`; for local runs `serve`, `environments`."""

from __future__ import annotations

import gc
import os
import re
import sys
import time
from collections.abc import Sequence

from runtime_shim.contract import ENV_BATCH, ENV_ENVIRONMENT, ENV_PACKAGE, ENV_ROOT, task_name
from runtime_shim.errors import FlowcError
from runtime_shim.first_process import FIRST, status_of_work
from runtime_shim.flow.counting import Count, Retry

DONE = 0
FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130
"""128 and the number of SIGINT, as a shell reports it."""

_PATH = re.compile(r"([0-9]+(\.[0-9]+)*)?")

_USAGE = """\
usage: python -m runtime_shim step STEP --path PATH --attempt NUMBER [--first NUMBER]
       python -m runtime_shim step STEP --path PATH --retry NUMBER
       python -m runtime_shim hook FUNCTION
       python -m runtime_shim serve --socket FD
       python -m runtime_shim environments ID...
"""


class _WrongUsage(Exception):
    """The arguments are none of the above."""


def main(arguments: Sequence[str]) -> int:
    """Does what the arguments say.

    Returns 0 when that is done, 1 when the attempt or the hook failed, 2 for arguments
    that mean nothing, 130 when it was interrupted. Where this is the first process of a container
    another one does it, which may be killed: then 128 and the number of the signal.
    """
    if os.getpid() == FIRST:
        status = status_of_work()
        if status is not None:
            return status
    _write_whole_lines()
    try:
        return _dispatch(list(arguments))
    except _WrongUsage:
        sys.stderr.write(_USAGE)
        return WRONG_USAGE
    except FlowcError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _dispatch(arguments: list[str]) -> int:
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "step":
        step, path, count, first = _task(rest)
        if os.environ.get(ENV_BATCH):
            from runtime_shim.batch_job import task_of_container

            path, count = task_of_container(os.environ, path)
        variables, began = dict(os.environ), time.time()
        try:
            _enter_project(arguments)
            from runtime_shim.flow.context import context_of

            context = context_of(step, path, count, first)
        except FlowcError as error:
            from runtime_shim.task.start_failure import record_failed_start

            record_failed_start(variables, step, path, count, began, error)
            raise
        from runtime_shim.task.execute import run_attempt

        # What is loaded by now stays: the collector need not look at it, neither while the
        # step runs nor, what costs most, when the process ends.
        gc.freeze()
        return run_attempt(context)
    if command == "hook" and len(rest) == 1:
        _enter_project(arguments)
        from runtime_shim.task.hook import run_hook

        return run_hook(rest[0])
    if command == "serve":
        from runtime_shim import serve

        return serve.main(rest)
    if command == "environments":
        from runtime_shim.environments.able import check_environments

        check_environments(os.environ, rest)
        return DONE
    raise _WrongUsage


def _enter_project(arguments: Sequence[str]) -> None:
    """Goes to where the user's code and its modules are, and into its packages' environment.

    Where there is such an environment the process is replaced by one that is in it.
    """
    if os.environ.get(ENV_PACKAGE):
        from runtime_shim.package import enter_package

        enter_package(os.environ)
    if os.environ.get(ENV_ENVIRONMENT):
        from runtime_shim.environments.enter import enter_environment

        enter_environment(os.environ, arguments)
    if os.environ.get(ENV_ROOT):
        from runtime_shim.modules import lead_to_project

        lead_to_project(os.environ)


def _task(arguments: list[str]) -> tuple[str, str, Count, int]:
    options = dict(zip(arguments[1::2], arguments[2::2]))  # noqa: B905
    # None stands there twice, or without its value.
    whole = len(arguments) == 1 + 2 * len(options)
    first = options.pop("--first", "0") if "--attempt" in options else "0"
    if not whole or len(options) != 2:
        raise _WrongUsage
    step, path = arguments[0], options.pop("--path", None)
    if path == task_name(""):
        path = ""
    # Both become parts of keys in the datastore.
    if path is None or not step.isidentifier() or not _PATH.fullmatch(path):
        raise _WrongUsage
    option, number = options.popitem()
    if option not in ("--attempt", "--retry") or not (number.isdecimal() and first.isdecimal()):
        raise _WrongUsage
    count = Retry(int(number)) if option == "--retry" else int(number)
    return step, path, count, int(first)


def _write_whole_lines() -> None:
    """What a task prints shows at once, also where the output is a pipe."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(line_buffering=True)
