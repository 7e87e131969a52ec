"""Does several things at once, in threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_parallel(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> list[Result]:
    """The results in the order of the items; of several errors the first one's is raised.

    Also one item has a thread: the one that waits can be interrupted, by a timeout as well.
    """
    from concurrent.futures import ThreadPoolExecutor

    todo = list(items)
    if not todo:
        return []
    pool = ThreadPoolExecutor(min(workers, len(todo)), thread_name_prefix="flowc")
    try:
        return [future.result() for future in [pool.submit(function, item) for item in todo]]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def interruptible(function: Callable[[], Result]) -> Result:
    """What a function gives that waits where signals do not reach, in a library of C or Rust.

    They come to the main thread: there it runs in another one.
    """
    if threading.current_thread() is not threading.main_thread():
        return function()
    return in_parallel(lambda _: function(), [None], workers=1)[0]
