"""All flows of a datastore, and the runs of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from runtime_shim import contract
from runtime_shim.client.objects import Container
from runtime_shim.client.scope import Scope, current_scope
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.run_record import RunRecord
from runtime_shim.store.together import together

if TYPE_CHECKING:
    from runtime_shim.client.run import Run


class Metaflow:
    """The flows that the datastore has runs of, in the namespace."""

    @property
    def flows(self) -> list[Flow]:
        """All of them, by name."""
        return list(self)

    def __iter__(self) -> Iterator[Flow]:
        scope = current_scope()
        for name in scope.store.list(""):
            if any(_records(scope, name)):
                yield Flow(name)

    def __getitem__(self, name: str) -> Flow:
        return Flow(name)

    def __repr__(self) -> str:
        return "Metaflow()"


class Flow(Container["Run"], depth=1):
    """The runs of a flow, by its name: `Flow("TrainFlow")`."""

    @property
    def latest_run(self) -> Optional[Run]:
        """The newest run, finished or not."""
        return next(iter(self), None)

    @property
    def latest_successful_run(self) -> Optional[Run]:
        """The newest run that succeeded."""
        return next((run for run in self if run.successful), None)

    def runs(self, *tags: str) -> Iterator[Run]:
        """The runs that have all of the tags, newest first."""
        return self._with_tags(tags)

    @property
    def origin_pathspec(self) -> None:
        """A flow comes from nowhere."""

    def _exists(self) -> bool:
        return any(True for _ in self._scope.store.list(contract.runs_folder(self.id)))

    def _is_in(self, namespace: str) -> bool:
        return any(True for _ in _records(Scope(self._scope.store, namespace), self.id))

    def _created(self) -> float:
        everything = Scope(self._scope.store, None)
        return min((record.created for record in _records(everything, self.id)), default=0.0)

    def _names(self) -> Iterator[str]:
        found = sorted(_records(self._scope, self.id), key=lambda record: record.created)
        return (record.run for record in reversed(found))


def _records(scope: Scope, flow: str) -> Iterator[RunRecord]:
    """The records of the flow's runs that are in the scope's namespace."""

    def read(run: str) -> Optional[RunRecord]:
        try:
            return History(scope.store, flow, run).record()
        except FlowcError:
            return None  # whoever names the run is told

    for record in together(scope.store, read, scope.store.list(contract.runs_folder(flow))):
        if record and record.is_in(scope.namespace):
            yield record
