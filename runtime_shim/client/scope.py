"""Where the client looks, and what it may see: the datastore and the namespace."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional, Union

from runtime_shim.contract import ENV_NAMESPACE, LOCAL_DATASTORE
from runtime_shim.errors import Unsupported
from runtime_shim.identity import own_namespace
from runtime_shim.local_datastore import absolute_root, default_datastore, is_url
from runtime_shim.store import Store, open_store


@dataclass(frozen=True)
class Scope:
    """What an object of the client looked by when it was made; its children do as well."""

    store: Store
    namespace: Optional[str]
    """None where all namespaces count."""


class _Default:
    """Stands for a namespace that nobody chose: it is looked up when it is needed."""


_namespace: Union[str, _Default, None] = _Default()
_root: Optional[str] = None


def namespace(ns: Optional[str]) -> Optional[str]:
    """Switches to a namespace, None for all of them, and returns it."""
    global _namespace
    _namespace = ns
    return ns


def get_namespace() -> Optional[str]:
    """The namespace that objects have to be in: the user's own unless somebody chose."""
    if not isinstance(_namespace, _Default):
        return _namespace
    given = os.environ.get(ENV_NAMESPACE)
    return own_namespace() if given is None else given or None


def default_namespace() -> Optional[str]:
    """Goes back to the user's own namespace, and returns it."""
    return namespace(own_namespace())


def metadata(ms: str) -> str:
    """Switches to another datastore: a folder or a URL, or `local@` and one of these.

    Returns `get_metadata()`. A folder is the datastore itself, or a project that has one.
    """
    global _root
    kind, at, rest = ms.partition("@")
    is_other = at and not is_url(kind) and kind != "local"
    if is_other or ms.startswith(("http://", "https://")):
        raise Unsupported(
            f"metadata({ms!r}): flowc has no metadata service; name a datastore, a folder or a URL."
        )
    root = absolute_root(rest if kind == "local" else ms)
    inside = Path(root) / LOCAL_DATASTORE
    _root = str(inside) if inside.is_dir() else root
    return get_metadata()


def get_metadata() -> str:
    """The datastore that the client reads, as `local@FOLDER` or `local@URL`."""
    return f"local@{datastore_root()}"


def default_metadata() -> str:
    """Goes back to the datastore of the environment or of the project."""
    global _root
    _root = None
    return get_metadata()


def datastore_root() -> str:
    """The one somebody chose, that of the environment, or of the current folder's project."""
    return _root or default_datastore()


def current_scope() -> Scope:
    """What an object that is made now looks by."""
    return Scope(_opened(datastore_root()), get_namespace())


# To open an object store takes more time than to look something up in it.
_opened = lru_cache(maxsize=1)(open_store)
