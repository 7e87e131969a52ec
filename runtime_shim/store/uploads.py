"""Creates objects in a store while whoever makes them goes on with the next one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from runtime_shim.store import Buffer, Store

if TYPE_CHECKING:
    from concurrent.futures import Future

Create = Callable[[str, Sequence[Buffer]], object]
"""As `Store.add`."""

_AT_ONCE = 8
_BYTES = 64 << 20
"""Of what waits to be sent, beside a single object that is larger."""


@contextmanager
def creating(store: Store) -> Iterator[Create]:
    """What creates objects, all of which are there at the end of the block.

    Raises what creating them raised, there or at a later call.
    """
    if not store.is_remote:
        yield store.add
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="flowc-upload")
    uploads = _Uploads(store, pool.submit)
    try:
        yield uploads.create
        uploads.finish()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Uploads:
    def __init__(self, store: Store, submit: Callable[..., Future[object]]) -> None:
        self._store = store
        self._submit = submit
        self._futures: list[Future[object]] = []
        self._changed = threading.Condition()
        self._waiting = 0
        """Bytes."""

    def create(self, key: str, pieces: Sequence[Buffer]) -> None:
        size = sum(map(len, pieces))
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting or self._waiting + size <= _BYTES)
            self._waiting += size
        for future in [future for future in self._futures if future.done()]:
            self._futures.remove(future)
            future.result()
        self._futures.append(self._submit(self._send, key, pieces, size))

    def finish(self) -> None:
        for future in self._futures:
            future.result()

    def _send(self, key: str, pieces: Sequence[Buffer], size: int) -> None:
        try:
            self._store.add(key, pieces)
        finally:
            with self._changed:
                self._waiting -= size
                self._changed.notify_all()
