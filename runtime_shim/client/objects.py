"""What flows, runs, steps, tasks and artifacts have in common: a pathspec, and what is in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Generic, Optional, TypeVar, cast

from runtime_shim.client.scope import Scope, current_scope
from runtime_shim.exceptions import (
    MetaflowInvalidPathspec,
    MetaflowNamespaceMismatch,
    MetaflowNotFound,
)
from runtime_shim.history import History
from runtime_shim.run_record import RunRecord

Child = TypeVar("Child", bound="MetaflowObject")

_FORM = ("FlowName", "RunID", "StepName", "TaskID", "ArtifactName")
_ATTEMPT_DEPTH = 4
"""Tasks and artifacts are of an attempt."""
_KINDS: dict[int, type[MetaflowObject]] = {}
"""The class for each number of components of a pathspec."""


class MetaflowObject:
    """Something in the datastore, by its pathspec, such as `Run("TrainFlow/17")`.

    Raises `MetaflowInvalidPathspec` for a pathspec of another form, `MetaflowNotFound` where
    there is no such thing, and `MetaflowNamespaceMismatch` where it is another namespace's.
    """

    _depth: ClassVar[int]

    def __init_subclass__(cls, depth: Optional[int] = None) -> None:
        super().__init_subclass__()
        if depth is not None:
            cls._depth = depth
            _KINDS[depth] = cls

    def __init__(
        self, pathspec: str, attempt: Optional[int] = None, _namespace_check: bool = True
    ) -> None:
        components = pathspec.split("/")
        if len(components) != self._depth or not all(map(_is_name, components)):
            form = "/".join(_FORM[: self._depth])
            raise MetaflowInvalidPathspec(
                f"{type(self).__name__} expects a pathspec of the form '{form}', not {pathspec!r}."
            )
        scope = current_scope()
        if not _namespace_check:
            scope = replace(scope, namespace=None)
        self._place(components, scope, self._checked(attempt))
        if not self._exists():
            raise MetaflowNotFound(f"{self} does not exist in the datastore {scope.store.root}.")
        self._check_namespace()

    def _place(self, components: list[str], scope: Scope, attempt: Optional[int]) -> None:
        self._components = components
        self._scope = scope
        self._attempt = attempt
        self.id = components[-1]

    def _related(self, components: list[str], attempt: Optional[int]) -> MetaflowObject:
        """An object of the same scope, which need not exist."""
        kind = _KINDS[len(components)]
        found = kind.__new__(kind)
        found._place(components, self._scope, attempt)
        return found

    def _checked(self, attempt: Optional[int]) -> Optional[int]:
        if attempt is None:
            return None
        if self._depth < _ATTEMPT_DEPTH:
            raise MetaflowNotFound("Only a Task or a DataArtifact can be of an attempt.")
        try:
            number = int(attempt)
        except ValueError:
            number = -1
        if number < 0:
            raise MetaflowNotFound(f"An attempt is a number from 0 on, not {attempt!r}.")
        return number

    def _exists(self) -> bool:
        raise NotImplementedError

    def _created(self) -> float:
        """Seconds since the epoch."""
        raise NotImplementedError

    @cached_property
    def _record(self) -> Optional[RunRecord]:
        """Of the run that it is part of, as it was when somebody first asked."""
        return self._history.record() if self._depth > 1 else None

    @property
    def _history(self) -> History:
        return History(self._scope.store, self._components[0], self._components[1])

    def _check_namespace(self) -> None:
        if self._scope.namespace is not None and not self._is_in(self._scope.namespace):
            raise MetaflowNamespaceMismatch(self._scope.namespace)

    def _is_in(self, namespace: str) -> bool:
        return namespace in self.tags

    def is_in_namespace(self) -> bool:
        """Whether it is in the namespace that is chosen now."""
        chosen = current_scope().namespace
        return chosen is None or self._is_in(chosen)

    @property
    def pathspec(self) -> str:
        """What its constructor takes, such as `TrainFlow/17/train/3`."""
        return "/".join(self._components)

    @property
    def path_components(self) -> list[str]:
        """The parts of the pathspec."""
        return list(self._components)

    @property
    def parent(self) -> Optional[MetaflowObject]:
        """What it is in: of a run the flow; None for a flow."""
        if self._depth == 1:
            return None
        is_of_attempt = self._depth > _ATTEMPT_DEPTH
        return self._related(self._components[:-1], self._attempt if is_of_attempt else None)

    @property
    def tags(self) -> frozenset[str]:
        """All tags of the run that it is part of."""
        return self.user_tags | self.system_tags

    @property
    def user_tags(self) -> frozenset[str]:
        """The tags that somebody gave the run."""
        return frozenset(self._record.tags if self._record else ())

    @property
    def system_tags(self) -> frozenset[str]:
        """The tags that the run got by itself: its namespace, its runtime."""
        return self._record.all_system_tags if self._record else frozenset()

    @property
    def created_at(self) -> datetime:
        """When it began to exist, in local time, without a time zone, as in Metaflow."""
        return local_time(self._created())

    @property
    def origin_pathspec(self) -> Optional[str]:
        """What `resume` took it from; None for what was made anew."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MetaflowObject) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        return (self._scope.store.root, self.pathspec, self._attempt)

    def __repr__(self) -> str:
        attempt = "" if self._attempt is None else f", attempt={self._attempt}"
        return f"{type(self).__name__}('{self.pathspec}'{attempt})"

    def __reduce__(self) -> Any:
        place = (self._scope.store.root, self._scope.namespace)
        return _unpickled, (type(self), *place, self.pathspec, self._attempt)


class Container(MetaflowObject, Generic[Child]):
    """An object with others in it: iterate over it, or take one by its id."""

    def _names(self) -> Iterator[str]:
        """The ids of what is in it, newest first."""
        raise NotImplementedError

    def _running_child(self) -> tuple[str, ...]:
        """The id of what is in it and holds the task of this process, which may have left
        nothing yet; empty where that task is elsewhere."""
        running = running_task()
        if running[: self._depth] != self._components:
            return ()
        return (running[self._depth],)

    def _child(self, name: str) -> Child:
        return cast("Child", self._related([*self._components, name], self._attempt))

    def __iter__(self) -> Iterator[Child]:
        return map(self._child, self._names())

    def __getitem__(self, name: str) -> Child:
        child = self._child(str(name))
        if not _is_name(child.id) or not child._exists():
            raise KeyError(name)
        child._check_namespace()
        return child

    def __contains__(self, name: object) -> bool:
        return _is_name(str(name)) and self._child(str(name))._exists()

    def _with_tags(self, tags: tuple[str, ...]) -> Iterator[Child]:
        return (child for child in self if child.tags.issuperset(tags))

    def _ipython_key_completions_(self) -> list[str]:
        return [child.id for child in self]


def running_task() -> list[str]:
    """The components of the pathspec of the task that this process runs; none elsewhere."""
    authoring = sys.modules.get("runtime_shim.authoring.current")
    pathspec = authoring.current.pathspec if authoring else None
    return pathspec.split("/") if pathspec else []


def local_time(seconds: float) -> datetime:
    """A time since the epoch as local time without a time zone."""
    return datetime.fromtimestamp(seconds)  # noqa: DTZ006 - so Metaflow's objects give it


def _is_name(component: str) -> bool:
    """Whether the datastore could have something of that name."""
    if not component or component.startswith("."):
        return False
    return "/" not in component and "\0" not in component


def _unpickled(
    kind: type[MetaflowObject],
    root: str,
    namespace: Optional[str],
    pathspec: str,
    attempt: Optional[int],
) -> MetaflowObject:
    from runtime_shim.store import open_store

    found = kind.__new__(kind)
    found._place(pathspec.split("/"), Scope(open_store(root), namespace), attempt)
    return found
