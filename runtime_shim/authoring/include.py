"""`IncludeFile`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional, Union

from runtime_shim.authoring.parameters import Parameter, ParameterContext
from runtime_shim.exceptions import MetaflowException


class IncludeFile(Parameter):
    """A file whose content the run keeps. The text given for it is the path of the file.

    A relative path starts from the working directory, or else from the root of the code.
    The artifact holds the content, as text or with `is_text=False` as bytes; a step sees
    what `parser` makes of that.
    """

    def __init__(
        self,
        name: str,
        required: Optional[bool] = None,
        is_text: Optional[bool] = None,
        encoding: Optional[str] = None,
        help: Optional[str] = None,  # noqa: A002 - the name that Metaflow gave it
        parser: Union[str, Callable[[str], Any], None] = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, required=required, help=help, **kwargs)
        self.is_text = is_text is not False
        self.encoding = encoding or "utf-8"
        self.parser = parser

    @property
    def type(self) -> Any:
        return str

    def evaluate(self, given: Optional[str], context: ParameterContext) -> Any:
        path = super().evaluate(given, context)
        return None if path is None else self._read(Path(path).expanduser())

    def load_parameter(self, value: Any) -> Any:
        if value is None or self.parser is None:
            return value
        from runtime_shim.authoring.config_values import call_parser

        try:
            return call_parser(self.parser, value, {})
        except Exception as error:
            raise MetaflowException(
                f"the parser of the included file `{self.name}` failed: "
                f"{type(error).__name__}: {error}"
            ) from error

    def _read(self, path: Path) -> Union[str, bytes]:
        try:
            content = _found(path).read_bytes()
            return content.decode(self.encoding) if self.is_text else content
        except OSError as error:
            problem = (error.strerror or type(error).__name__).lower()
        except UnicodeDecodeError:
            problem = f"it is not text in {self.encoding}"
        raise MetaflowException(f"the file `{path}` for `{self.name}` cannot be read: {problem}.")


def _found(path: Path) -> Path:
    """The path itself, or the first of that name in the folders that modules come from."""
    if path.exists() or path.is_absolute():
        return path
    candidates = (Path(folder) / path for folder in sys.path)
    return next((candidate for candidate in candidates if candidate.exists()), path)
