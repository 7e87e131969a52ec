"""`parallel_map`: a function over many items, in processes of this machine."""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Optional, TypeVar

A = TypeVar("A")
R = TypeVar("R")


class MulticoreException(Exception):
    """A process of `parallel_map` failed; it has printed its traceback."""


def parallel_imap_unordered(
    func: Callable[[A], R],
    iterable: Iterable[A],
    max_parallel: Optional[int] = None,
    dir: Optional[str] = None,  # noqa: A002 - the name that Metaflow gave it
) -> Iterator[R]:
    """What the function returns for each item, in the order in which that is ready.

    Each call has a forked process of its own, so the function may be a closure. At most
    `max_parallel` run at once, else as many as there are processors. Results travel in
    files of the folder `dir`. Raises `MulticoreException`.
    """
    with tempfile.TemporaryDirectory(prefix="parallel_map_", dir=dir) as folder:
        items = enumerate(iterable)
        limit = max_parallel or os.cpu_count() or 1
        running = dict(_forked(func, item, folder) for item in islice(items, limit))
        try:
            while running:
                process = _first_to_end(running)
                result = running.pop(process)
                running.update(_forked(func, item, folder) for item in islice(items, 1))
                yield pickle.loads(result.read_bytes())
                result.unlink()
        finally:
            for process in running:
                os.waitpid(process, 0)


def parallel_map(
    func: Callable[[A], R],
    iterable: Iterable[A],
    max_parallel: Optional[int] = None,
    dir: Optional[str] = None,  # noqa: A002
) -> list[R]:
    """As `parallel_imap_unordered`, in the order of the items."""

    def numbered(item: tuple[int, A]) -> tuple[int, R]:
        return item[0], func(item[1])

    results = parallel_imap_unordered(numbered, enumerate(iterable), max_parallel, dir)
    return [result for _, result in sorted(results, key=lambda pair: pair[0])]


def _forked(func: Callable[[Any], Any], item: tuple[int, Any], folder: str) -> tuple[int, Path]:
    """The process that calls the function, and the file that will have the result."""
    result = Path(folder) / str(item[0])
    # What is not written yet would be written by both processes.
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        return process, result
    code = 1
    try:
        result.write_bytes(pickle.dumps(func(item[1]), pickle.HIGHEST_PROTOCOL))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Nothing else that the parent would do at its end is for this process to do.
        os._exit(code)


def _first_to_end(running: dict[int, Path]) -> int:
    """Waits for one of the processes; others that the user has started are left alone."""
    import time

    while True:
        for process in running:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                if status:
                    del running[process]
                    raise MulticoreException("a process of parallel_map failed")
                return process
        time.sleep(0.01)
