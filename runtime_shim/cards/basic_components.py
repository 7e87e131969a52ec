"""The components that show text, values, tables and code."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any, Optional

from runtime_shim.cards.card import Content, MetaflowCardComponent, warn
from runtime_shim.cards.values import is_dataframe, rows_of, text_of, type_name

_PLAIN = (str, bool, int, float, dict, list, tuple, type(None))


class UserComponent(MetaflowCardComponent):
    """A component that steps make."""

    def update(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Warns: most components show one thing."""
        warn(f"{type(self).__name__} has no `update`: it stays as it is.")


class StubComponent(UserComponent):
    """Stands where a step looked for a component that nobody appended."""

    def __init__(self, component_id: str) -> None:
        self._missing = component_id

    def update(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Warns."""
        warn(f"The card has no component `{self._missing}`: nothing is updated.")

    def render(self) -> Content:
        return text_block("")


class Artifact(UserComponent):
    """Any Python object; a long one is cut short unless `compressed` is false."""

    REALTIME_UPDATABLE = True

    def __init__(self, artifact: Any, name: Optional[str] = None, compressed: bool = True) -> None:
        self._artifact = artifact
        self._name = name
        self._compressed = compressed

    def update(self, artifact: Any) -> None:
        self._artifact = artifact

    def render(self) -> Content:
        return {
            "type": "artifacts",
            "data": [artifact_entry(self._artifact, self._name, self._compressed)],
        }


class Table(UserComponent):
    """Rows of values and of other components, under optional headers."""

    REALTIME_UPDATABLE = True

    def __init__(
        self,
        data: Optional[list[list[Any]]] = None,
        headers: Optional[list[str]] = None,
        disable_updates: bool = False,
    ) -> None:
        self._data = data if _is_rows(data) else [[]]
        self._headers = headers if isinstance(headers, list) else []
        if disable_updates:
            self.REALTIME_UPDATABLE = False

    @classmethod
    def from_dataframe(cls, dataframe: Any = None, truncate: bool = True) -> Table:
        """The first rows of a pandas dataframe, or all."""
        if not is_dataframe(dataframe):
            unsupported = f"Object type {type_name(dataframe)} not supported"
            return cls(headers=[unsupported], disable_updates=True)
        headers, rows = rows_of(dataframe, truncate)
        return cls(rows, headers, disable_updates=True)

    def update(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Warns: components within a table can be updated, the table cannot."""
        warn("A Table has no `update`; the components in it have.")

    def render(self) -> Content:
        return {
            "type": "table",
            "columns": self._headers,
            "data": [[_cell(value) for value in row] for row in self._data or ()],
        }


class Error(UserComponent):
    """An exception that a step caught and reports."""

    def __init__(self, exception: BaseException, title: Optional[str] = None) -> None:
        self._exception = exception
        self._title = title

    def render(self) -> Content:
        return error_block(self._title or "", repr(self._exception))


class Markdown(UserComponent):
    """Text with headings, lists, tables, emphasis; indentation common to all lines is no part."""

    REALTIME_UPDATABLE = True

    def __init__(self, text: Optional[str] = None) -> None:
        self.update(text)

    def update(self, text: Optional[str] = None) -> None:
        self._text = text if text is None else textwrap.dedent(text)

    def render(self) -> Content:
        return {"type": "markdown", "source": self._text}


class PythonCode(UserComponent):
    """The source of a function, or code in a text."""

    def __init__(
        self,
        code_func: Optional[Callable[..., Any]] = None,
        code_string: Optional[str] = None,
    ) -> None:
        if code_func is not None:
            import inspect

            code_string = inspect.getsource(code_func)
        self._code = code_string

    def render(self) -> Content:
        if self._code is None:
            return error_block("PythonCode needs a `code_func` or a `code_string`.", "")
        return code_block(self._code)


def artifact_entry(value: object, name: Optional[str], compressed: bool = True) -> dict[str, Any]:
    """One value in the `data` of a block `artifacts`."""
    return {"name": name, "type": type_name(value), "data": text_of(value, compressed)}


def render_safely(component: Any) -> Content:
    """What the component renders to, or, where that fails, the reason: it is a user's code."""
    try:
        content = component.render()
        if isinstance(content, (str, dict)):
            return content
        reason = f"It gave a {type_name(content)}; a component gives a `str` or a `dict`."
    except Exception:
        import traceback

        reason = traceback.format_exc()
    return error_block(f"Render failed of component named `{type(component).__name__}`", reason)


def text_block(text: str) -> Content:
    return {"type": "text", "text": text}


def code_block(code: str) -> Content:
    return {"type": "pythonCode", "data": code}


def error_block(headline: str, message: str) -> Content:
    return {"type": "log", "data": f"{headline}\n\n{message}".strip()}


def section_block(title: Optional[str], contents: Sequence[Content], columns: int = 0) -> Content:
    return {"type": "section", "title": title, "contents": contents, "columns": columns}


def _is_rows(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and isinstance(data[0], list)


def _cell(value: Any) -> Any:
    if isinstance(value, MetaflowCardComponent):
        return render_safely(value)
    return value if isinstance(value, _PLAIN) else text_of(value)
