"""One run of a flow, and its tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Optional, Union

from runtime_shim import contract
from runtime_shim.client.objects import Container
from runtime_shim.exceptions import MetaflowTaggingError

if TYPE_CHECKING:
    from runtime_shim.client.artifact import MetaflowData
    from runtime_shim.client.step import Step
    from runtime_shim.client.task import Task

_MOST_TAGS = 50
_LONGEST_TAG = 500
"""Characters; the limits are those of Metaflow."""

Tags = Union[str, Iterable[str]]


class Run(Container["Step"], depth=2):
    """One run of a flow: `Run("TrainFlow/17")`."""

    def steps(self, *tags: str) -> Iterator[Step]:
        """The steps that have started, newest first."""
        return self._with_tags(tags)

    @property
    def end_task(self) -> Optional[Task]:
        """The task that ends the flow; None as long as it has not started."""
        end = self._child("end")
        if end._exists():
            return end.task
        return next((step.task for step in self if step._ends_flow()), None)

    @property
    def data(self) -> Optional[MetaflowData]:
        """The artifacts at the end of the run; None as long as it has not got there."""
        end = self.end_task
        return end.data if end else None

    @property
    def successful(self) -> bool:
        """Whether the end of the flow was reached and succeeded."""
        end = self.end_task
        return end is not None and end.successful

    @property
    def finished(self) -> bool:
        """Whether the end of the flow was reached. A failed run is not finished, as in Metaflow."""
        end = self.end_task
        return end is not None and end.finished

    @property
    def finished_at(self) -> Optional[datetime]:
        """When the end of the flow was done, in local time."""
        end = self.end_task
        return end.finished_at if end else None

    @property
    def code(self) -> None:
        """A run has no package of its code in the datastore."""

    @property
    def trigger(self) -> None:
        """No run knows what triggered it."""

    @property
    def origin_pathspec(self) -> Optional[str]:
        """The run that this one resumed."""
        record = self._record
        return f"{self._components[0]}/{record.origin}" if record and record.origin else None

    def add_tag(self, tag: Tags) -> None:
        """Adds a tag; one that the run has, or got by itself, changes nothing."""
        self.replace_tags((), _listed(tag))

    def add_tags(self, tags: Iterable[str]) -> None:
        """Adds several tags."""
        self.replace_tags((), tags)

    def remove_tag(self, tag: Tags) -> None:
        """Removes a tag, if the run has it; raises `MetaflowTaggingError` for a system tag."""
        self.replace_tags(_listed(tag), ())

    def remove_tags(self, tags: Iterable[str]) -> None:
        """Removes several tags."""
        self.replace_tags(tags, ())

    def replace_tag(self, tag_to_remove: Tags, tag_to_add: Tags) -> None:
        """Removes one tag and adds another, in one write."""
        self.replace_tags(_listed(tag_to_remove), _listed(tag_to_add))

    def replace_tags(self, tags_to_remove: Iterable[str], tags_to_add: Iterable[str]) -> None:
        """Removes tags and then adds others, in one write."""
        removed, added = _checked(tags_to_remove), _checked(tags_to_add)
        if not removed and not added:
            raise MetaflowTaggingError("There is no tag to add or to remove.")
        kept = [tag for tag in removed if tag in self.system_tags]
        if kept:
            raise MetaflowTaggingError(f"A run keeps the tags that it got by itself: {kept}.")
        record = self._history.record()
        if record is None:
            raise MetaflowTaggingError(f"{self} is gone from the datastore.")
        tags = [tag for tag in record.tags if tag not in removed]
        tags += [tag for tag in added if tag not in tags and tag not in self.system_tags]
        if len(tags) > max(_MOST_TAGS, len(record.tags)):
            raise MetaflowTaggingError(f"A run has at most {_MOST_TAGS} tags.")
        changed = replace(record, tags=tuple(tags))
        self._scope.store.write(contract.run_key(record.flow, record.run), [changed.to_json()])
        self._record = changed

    def _exists(self) -> bool:
        return self._record is not None

    def _created(self) -> float:
        return self._record.created if self._record else 0.0

    def _names(self) -> Iterator[str]:
        running = self._running_child()
        steps = map(self._child, {*self._history.steps(), *running})
        started = [step for step in steps if step._exists()]
        started.sort(key=lambda step: (step.id in running, step._created(), step.id), reverse=True)
        return (step.id for step in started)


def _listed(tags: Tags) -> Iterable[str]:
    return [tags] if isinstance(tags, str) else tags


def _checked(tags: object) -> list[str]:
    if isinstance(tags, str) or not isinstance(tags, Iterable):
        raise MetaflowTaggingError(f"Several tags come as a list, not as {tags!r}.")
    found = []
    for tag in dict.fromkeys(tags):
        if not isinstance(tag, str) or not 0 < len(tag) <= _LONGEST_TAG:
            raise MetaflowTaggingError(
                f"A tag is a text of 1 to {_LONGEST_TAG} characters, not {tag!r}."
            )
        found.append(tag)
    return found
