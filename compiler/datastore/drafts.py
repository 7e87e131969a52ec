"""What writers left in a folder that died while they wrote."""

from __future__ import annotations

from contextlib import suppress

from compiler.datastore.garbage import Tally
from runtime_shim.store import Store
from runtime_shim.store.folder import FolderStore


def remove_drafts(store: Store, oldest: float, *, delete: bool) -> Tally:
    """Counts them, and removes them where asked to.

    Those that were written to after `oldest`, in seconds since the epoch, may still be
    finished. Object stores have none: what is left there are parts, which no listing of
    objects shows and a rule for the bucket's life cycle removes.
    """
    found = Tally()
    for draft in store.drafts(oldest) if isinstance(store, FolderStore) else ():
        with suppress(FileNotFoundError):  # another process sweeps too
            size = draft.stat().st_size
            if delete:
                draft.unlink()
            found.add(size)
    return found
