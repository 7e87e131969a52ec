"""The card types that are at hand everywhere: `default`, `blank`, `html`, `error`, and JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from runtime_shim.cards.basic_components import (
    artifact_entry,
    code_block,
    error_block,
    section_block,
    text_block,
)
from runtime_shim.cards.card import Content, MetaflowCard, MetaflowCardComponent
from runtime_shim.cards.page import page_html
from runtime_shim.cards.values import image_url, is_dataframe, rows_of
from runtime_shim.errors import FlowcError

_TIME = "%Y-%m-%d %I:%M:%S %p"
_RELOAD_SECONDS = 5
_LARGEST = 256 * 2**20
"""Bytes. As in Metaflow."""


class PageComponent(MetaflowCardComponent):
    """A heading with contents, for card types that put a page together."""

    def __init__(
        self,
        title: Optional[str] = None,
        subtitle: Optional[str] = None,
        contents: Sequence[Any] = (),
    ) -> None:
        self._title = title
        self._subtitle = subtitle
        self._contents = contents

    def render(self) -> Content:
        contents = [
            content.render() if isinstance(content, MetaflowCardComponent) else content
            for content in self._contents
        ]
        return {
            "type": "page",
            "title": self._title,
            "subtitle": self._subtitle,
            "contents": contents,
        }


class _PageCard(MetaflowCard):
    """A type whose page has the components of the step, and something around them."""

    ALLOW_USER_COMPONENTS = True
    RUNTIME_UPDATABLE = True
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_ONCHANGE

    def __init__(
        self,
        options: Mapping[str, Any] = {},
        components: Sequence[Content] = (),
        graph: Optional[Mapping[str, Any]] = None,
        flow: Any = None,
    ) -> None:
        self._options = options
        self._components = list(components)
        self._graph = graph
        self._flow = flow

    def render(self, task: Any, runtime: bool = False) -> str:
        reload_seconds = _RELOAD_SECONDS if runtime else None
        return page_html(task.pathspec, [self._page(task)], reload_seconds)

    def render_runtime(self, task: Any, data: Mapping[str, Any]) -> str:  # noqa: ARG002
        return self.render(task, runtime=True)

    def reload_content_token(self, task: Any, data: Mapping[str, Any]) -> str:
        return "final" if task.finished else f"runtime-{data['component_update_ts']}"

    def _page(self, task: Any) -> Content:
        raise NotImplementedError


class BlankCard(_PageCard):
    """What the step appended, under the option `title`."""

    type = "blank"

    def _page(self, task: Any) -> Content:  # noqa: ARG002
        return PageComponent(self._options.get("title"), contents=self._components).render()


class DefaultCard(_PageCard):
    """What the step appended, and then the task: its code, artifacts, place in the flow.

    Options: `only_repr=False` shows values in full, `max_artifact_size` is the size in bytes
    up to which an artifact from before is loaded to be shown.
    """

    type = "default"

    def _page(self, task: Any) -> Content:
        contents = [*self._components, section_block("Task Metadata", [_metadata(task)])]
        source = _source(getattr(type(self._flow), task.path_components[2], None))
        if source:
            contents.append(section_block("Task Code", [code_block(source)]))
        contents.extend(self._values(task))
        if self._graph:
            dag = {"type": "dag", "data": self._graph, "step": task.path_components[2]}
            contents.append(section_block("DAG", [dag]))
        return PageComponent("Task Info", contents=contents).render()

    def _value(self, artifact: Any) -> Any:
        """The value; where it is large and not at hand, or cannot be loaded, what stands for it."""
        largest = self._options.get("max_artifact_size", _LARGEST)
        if artifact.size > largest:
            return _Absent(f"<artifact too large: {artifact.size} bytes, max: {largest} bytes>")
        try:
            return artifact.data
        except FlowcError as error:
            return _Absent(f"<unable to unpickle: {error}>")

    def _values(self, task: Any) -> list[Content]:
        compressed = bool(self._options.get("only_repr", True))
        given: list[dict[str, Any]] = []
        made: list[dict[str, Any]] = []
        tables: list[Content] = []
        images: list[Content] = []
        for artifact in task:
            name, value = artifact.id, self._value(artifact)
            (given if name in task.parameters else made).append(
                artifact_entry(value, name, compressed)
            )
            if is_dataframe(value):
                tables.append(_dataframe(name, value))
            elif isinstance(value, bytes) and image_url(value):
                images.append({"type": "image", "src": image_url(value), "label": name})
        sections = [
            section_block("Flow Parameters", [_artifacts(given) or text_block("No Parameters")]),
            section_block("Artifacts", [_artifacts(made) or text_block("No Artifacts")]),
        ]
        if tables:
            sections.append(section_block("Tabular Data", tables))
        if images:
            sections.append(section_block("Image Data", images, columns=len(images)))
        return sections


class DefaultCardJSON(DefaultCard):
    """The content of the default card as JSON."""

    type = "default_json"
    RUNTIME_UPDATABLE = False
    ALLOW_USER_COMPONENTS = False

    def render(self, task: Any, runtime: bool = False) -> str:  # noqa: ARG002
        table = {"metadata": {"pathspec": task.pathspec}, "components": [self._page(task)]}
        return json.dumps(table, default=str, ensure_ascii=False)


class ErrorCard(MetaflowCard):
    """Why another card could not be made."""

    type = "error"
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_ONCHANGE

    def render(self, task: Any, stack_trace: Optional[str] = None) -> str:
        reason = error_block("Card render failed with error", stack_trace or "None")
        page = PageComponent("Error Card", contents=[reason]).render()
        return page_html(task.pathspec, [page], None)


class TaskSpecCard(MetaflowCard):
    """The pathspec of the task, and nothing else."""

    type = "taskspec_card"

    def render(self, task: Any) -> str:
        return str(task.pathspec)


class HTMLCard(MetaflowCard):
    """The page that the step left in the artifact that the option `attribute` names (`html`)."""

    type = "html"

    def __init__(
        self,
        options: Mapping[str, Any] = {},
        **_: Any,
    ) -> None:
        self._attribute = options.get("attribute", "html")

    def render(self, task: Any) -> Optional[str]:
        return str(task[self._attribute].data) if self._attribute in task else None


CARD_TYPES = (
    DefaultCard,
    BlankCard,
    TaskSpecCard,
    HTMLCard,
    ErrorCard,
    DefaultCardJSON,
)


class _Absent:
    def __init__(self, reason: str) -> None:
        self._reason = reason

    def __repr__(self) -> str:
        return self._reason


def _metadata(task: Any) -> Content:
    facts = {"Task Created On": task.created_at.strftime(_TIME)}
    if task.finished_at:
        facts["Task Finished On"] = task.finished_at.strftime(_TIME)
        facts["Task Duration"] = str(task.finished_at - task.created_at).partition(".")[0]
    facts["Tags"] = ", ".join(sorted(task.tags))
    facts["Attempt"] = str(task.current_attempt)
    users = [tag.partition(":")[2] for tag in sorted(task.tags) if tag.startswith("user:")]
    if users:
        facts["User"] = users[0]
    return {
        "type": "table",
        "columns": list(facts),
        "data": [list(facts.values())],
        "vertical": True,
    }


def _source(function: Any) -> Optional[str]:
    import inspect

    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return None


def _artifacts(entries: list[dict[str, Any]]) -> Optional[Content]:
    return {"type": "artifacts", "data": entries} if entries else None


def _dataframe(name: str, dataframe: Any) -> Content:
    headers, rows = rows_of(dataframe, truncate=True)
    missing = len(dataframe) - len(rows)
    title = f"Artifact Name: {name} ({len(headers) - 1} columns and {len(dataframe)} rows)"
    contents: list[Content] = [{"type": "table", "columns": headers, "data": rows}]
    if missing > 0:
        contents.append({"type": "markdown", "source": f"_Truncated - {missing} rows not shown_"})
    return section_block(title, contents)
