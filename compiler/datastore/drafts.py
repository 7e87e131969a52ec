"""What writers left in a folder that died while they wrote."""

from __future__ import annotations

import time

from compiler.datastore.garbage import Tally
from runtime_shim.store import Store
from runtime_shim.store.errors import StoreFailed
from runtime_shim.store.folder import FolderStore

_IDLE = 3600
"""Seconds without a write after which a writer counts as dead, at the least: a run that begins
while others are looked at writes here as well."""


def remove_drafts(store: Store, oldest: float, *, delete: bool) -> Tally:
    """Counts them, and removes them where asked to.

    Those that were written to after `oldest`, in seconds since the epoch, or within the last
    hour, may still be finished. Object stores have none: what is left there are parts, which
    no listing of objects shows and a rule for the bucket's life cycle removes. Raises
    `StoreFailed` for one that cannot be removed.
    """
    found = Tally()
    oldest = min(oldest, time.time() - _IDLE)
    for draft in store.drafts(oldest) if isinstance(store, FolderStore) else ():
        try:
            size = draft.stat().st_size
            if delete:
                draft.unlink()
        except FileNotFoundError:  # another process sweeps too
            continue
        except OSError as error:
            raise StoreFailed(
                f"{draft}, which a writer left that is gone, cannot be removed: {error.strerror}. "
                "Make it removable for this user, or remove it by hand."
            ) from error
        found.add(size)
    return found
