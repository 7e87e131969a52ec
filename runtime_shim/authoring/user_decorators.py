"""What the decorators that users write have in common: how they are applied and named."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Optional

from runtime_shim.authoring.marks import is_step
from runtime_shim.exceptions import (
    BadStepDecoratorException,
    MetaflowException,
)

_by_name: dict[str, type[UserDecorator]] = {}


class Applied(type):
    """Makes `@Decorator` without parentheses mean `@Decorator()`."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if args and cls.stands_on(args[0]):  # type: ignore[attr-defined]
            return super().__call__(*args[1:], **kwargs)(args[0])
        return super().__call__(*args, **kwargs)


class UserDecorator(metaclass=Applied):
    """A decorator that a user wrote as a class. `init` gets its arguments, configs filled in."""

    decorator_name: ClassVar[str]
    """`module.Class`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.decorator_name = vars(cls).get("decorator_name", f"{cls.__module__}.{cls.__name__}")
        _by_name[cls.decorator_name] = cls

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._args: tuple[Any, ...] = args
        self._kwargs: dict[str, Any] = kwargs
        self._initialized = False

    @staticmethod
    def stands_on(value: object) -> bool:
        """Whether the value is of the kind that the decorator goes on."""
        return is_step(value)

    def init(self, *args: Any, **kwargs: Any) -> None:
        """Where the arguments of the decorator come; a decorator without any needs none."""
        if args or kwargs:
            raise MetaflowException(
                f"@{short_name(type(self))} was given arguments, and its class has no method "
                "`init(self, ...)` that takes them."
            )

    def external_init(self) -> None:
        """Calls `init`, once."""
        from runtime_shim.authoring.config_values import resolved, resolved_arguments

        if not self._initialized:
            self._initialized = True
            self._args = resolved(self._args)
            self._kwargs = resolved_arguments(self._kwargs)
            self.init(*self._args, **self._kwargs)

    def get_args_kwargs(self) -> tuple[list[Any], dict[str, Any]]:
        """The arguments, by position and by name."""
        return list(self._args), dict(self._kwargs)


class UserDecoratorOfSteps(UserDecorator):
    """The base of those that go on a step."""

    lists: ClassVar[tuple[str, ...]] = ()
    """The attributes of a step's function that hold such decorators."""

    def __call__(self, step: Any) -> Any:
        if not is_step(step):
            raise BadStepDecoratorException(short_name(type(self)), step)
        # A class may be both a mutator and a wrapper; then it goes into the lists of both.
        lists = [name for base in type(self).__mro__ for name in vars(base).get("lists", ())]
        for attribute in dict.fromkeys(lists):
            getattr(step, attribute).append(self)
        return step


def short_name(cls: type[UserDecorator]) -> str:
    """The shortest end of the full name that names no other decorator."""
    parts = cls.decorator_name.split(".")
    for start in range(len(parts) - 1, 0, -1):
        name = ".".join(parts[start:])
        if find_user_decorator(name) is cls:
            return name
    return cls.decorator_name


def find_user_decorator(name: str) -> Optional[type[UserDecorator]]:
    """The decorator of a full name, or the only one whose name ends so."""
    if name in _by_name:
        return _by_name[name]
    found = [cls for full, cls in _by_name.items() if full.endswith(f".{name}")]
    return found[0] if len(found) == 1 else None


def parse_spec(spec: str) -> tuple[str, list[Any], dict[str, Any]]:
    """Name and arguments of a decorator that is written as text.

    >>> parse_spec('environment:vars={"A": 1}'), parse_spec("my.deco:0=x,limit=3")
    (('environment', [], {'vars': {'A': 1}}), ('my.deco', ['x'], {'limit': 3}))
    """
    name, _, text = spec.partition(":")
    by_position: dict[int, Any] = {}
    named: dict[str, Any] = {}
    for entry in re.split(r",(?=[\s\w]+=)", text) if text else ():
        key, equals, value = entry.partition("=")
        if not equals:
            raise MetaflowException(f"`{entry}` in the decorator `{spec}` is no `name=value`.")
        key = key.strip()
        if key.isdecimal():
            by_position[int(key)] = _parsed(value)
        else:
            named[key] = _parsed(value)
    length = max(by_position, default=-1) + 1
    return name, [by_position.get(number) for number in range(length)], named


def matches(names: tuple[str, str], query: str) -> bool:
    """Whether a decorator's short and full name are what is looked for."""
    return (names[1] if "." in query else names[0]) == query


def _parsed(text: str) -> Any:
    text = text.strip()
    try:
        return json.loads(text.replace('\\"', '"'))
    except ValueError:
        return text


Spec = tuple[str, str, list[Any], Mapping[str, Any]]
"""A decorator: its short name, its full name, its arguments by position and by name."""
