"""`Parameter`, and how the text that somebody gives for it becomes its value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Optional

from runtime_shim.exceptions import (
    MetaflowException,
    ParameterFieldFailed,
    ParameterFieldTypeMismatch,
)


class BadText(ValueError):
    """The text does not have the type; the argument is the type in words."""


class JSONTypeClass:
    """The type of a parameter whose text is JSON. Values that are no text are taken as given."""

    name = "JSON"

    def __repr__(self) -> str:
        return "JSON"

    def convert(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise BadText("JSON") from None


JSONType = JSONTypeClass()


class ParameterContext(NamedTuple):
    """What the function that computes a default is told."""

    flow_name: str
    user_name: str
    parameter_name: str
    logger: Callable[..., None]
    ds_type: str
    """The kind of datastore: `local`, `s3`, `gs` or `azure`."""
    configs: Any


class Parameter:
    """A value that the whole run is given, by whoever starts it.

    `default` may be a function of one `ParameterContext`, called when the run starts. The
    type is `type`, else that of the default, else text. With `separator` the text is split
    into a list.
    """

    IS_CONFIG_PARAMETER = False

    def __init__(
        self,
        name: str,
        default: Any = None,
        type: Any = None,  # noqa: A002 - the names that Metaflow gave them
        help: Optional[str] = None,  # noqa: A002
        required: Optional[bool] = None,
        show_default: Optional[bool] = None,
        **kwargs: Any,
    ) -> None:
        self.name = name
        given = {
            "default": default,
            "type": type,
            "help": help,
            "required": required,
            "show_default": show_default,
        }
        self.kwargs: dict[str, Any] = {
            **kwargs,
            **{key: value for key, value in given.items() if value is not None},
        }

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name}, kwargs={self.kwargs})"

    def __getitem__(self, key: Any) -> Any:
        """Only for checkers of types, which take `self.parameter[...]` to end up here."""
        raise TypeError(f"the parameter `{self.name}` has no value outside of a run.")

    def init(self) -> None:
        """Fills in what configs give of the arguments; once they are known."""
        from runtime_shim.authoring.config_values import resolved_arguments

        self.kwargs = resolved_arguments(self.kwargs)
        if self.separator and self.type is not str:
            raise MetaflowException(
                f"the parameter `{self.name}` has a separator and is no text: only texts are split."
            )

    @property
    def separator(self) -> Optional[str]:
        separator: Optional[str] = self.kwargs.get("separator")
        return separator

    @property
    def type(self) -> Any:
        """What converts a text: `str`, `int`, `float`, `bool`, `JSONType` or the user's own."""
        if self.kwargs.get("is_flag"):
            return bool
        default = self.kwargs.get("default")
        inferred = str if default is None or callable(default) else type(default)
        return self.kwargs.get("type", inferred)

    def evaluate(self, given: Optional[str], context: ParameterContext) -> Any:
        """The value for a given text, or where there is none for the default.

        Raises `MetaflowException` for text of another type and for a missing required one.
        """
        value: Any = given if given is not None else self._default(context)
        if value is None:
            if self.kwargs.get("required") and self.kwargs.get("default") is None:
                raise MetaflowException(
                    f"the parameter `{self.name}` is required, and the run was started without it."
                )
            return False if self.kwargs.get("is_flag") else None
        try:
            converted = convert(value, self.type)
        except BadText as bad:
            raise MetaflowException(
                f"the parameter `{self.name}` is to be {bad}, and `{value}` is not."
            ) from None
        return converted.split(self.separator) if converted and self.separator else converted

    def load_parameter(self, value: Any) -> Any:
        """What a step sees of the value that is kept."""
        return value

    def _default(self, context: ParameterContext) -> Any:
        default = self.kwargs.get("default")
        if not callable(default):
            return default
        value = self._call(default, context)
        expected = self.type
        fits = (
            isinstance(value, str)
            if expected not in (bool, int, float) and not isinstance(expected, JSONTypeClass)
            else expected not in (bool, int, float) or type(value) is expected
        )
        if not fits and value is not None:
            raise ParameterFieldTypeMismatch(
                f"the function that computes the default of the parameter `{self.name}` returned "
                f"`{value!r}`, which is not {_words(expected)}."
            )
        return value

    def _call(self, function: Callable[..., Any], context: ParameterContext) -> Any:
        from inspect import signature

        arguments: tuple[Any, ...] = (context._replace(parameter_name=self.name), False)
        try:
            signature(function).bind(*arguments)
        except (TypeError, ValueError):
            arguments = arguments[:1]
        try:
            return function(*arguments)
        except Exception as error:
            raise ParameterFieldFailed(self.name, "default") from error


def convert(value: Any, type_: Any) -> Any:
    """A value, usually text, as the type; raises `BadText`.

    >>> convert("yes", bool), convert("3", int), convert("[1]", list), convert(5, str)
    (True, 3, [1], 5)
    """
    if type_ is str:
        return value
    if type_ is bool:
        return _truth(value)
    if isinstance(type_, JSONTypeClass):
        return type_.convert(value)
    if type_ in (list, dict, tuple):
        return _container(value, type_)
    try:
        return type_(value)
    except (ValueError, TypeError):
        raise BadText(_words(type_)) from None


def declared(cls: type) -> dict[str, Parameter]:
    """The parameters, included files and configs of a flow by attribute, base classes first.

    Once `keep_declared` was called it is that table, whatever has become of the attributes.
    """
    kept: Optional[dict[str, Parameter]] = vars(cls).get(_DECLARED)
    if kept is not None:
        return kept
    members: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        members.update(vars(base))
    return {
        attribute: value
        for attribute, value in members.items()
        if isinstance(value, Parameter) and not attribute.startswith("_")
    }


def keep_declared(cls: type) -> None:
    """Notes what the class declares, before values take the places of the declarations."""
    setattr(cls, _DECLARED, declared(cls))


_DECLARED = "_declared"

_TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "t", "1", "yes", "y"), True),
    **dict.fromkeys(("false", "f", "0", "no", "n"), False),
}


def _truth(value: Any) -> bool:
    if not isinstance(value, str):
        return bool(value)
    try:
        return _TRUTHS[value.lower()]
    except KeyError:
        raise BadText("`true` or `false`") from None


def _container(value: Any, type_: type) -> Any:
    """Written as JSON: the text of a list is not the list of its characters."""
    parsed = JSONType.convert(value)
    if not isinstance(parsed, dict if type_ is dict else (list, tuple)):
        raise BadText(_words(type_))
    return type_(parsed)


def _words(type_: Any) -> str:
    if isinstance(type_, JSONTypeClass):
        return "JSON"
    names = {
        str: "a text",
        int: "a whole number",
        float: "a number",
        bool: "`true` or `false`",
        list: "a list in JSON",
        tuple: "a list in JSON",
        dict: "an object in JSON",
    }
    return names.get(type_) or f"what `{getattr(type_, '__name__', type_)}` accepts"
