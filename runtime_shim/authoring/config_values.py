"""The values of configs, and expressions over them that wait until the values are known.

The compiler has read the configs; the plan has their values. Whoever loads a flow's module
calls `set_plan` first, so that a class body finds them. Where a module is imported without
a plan, by a test or as a script, its class bodies get expressions in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Optional

from runtime_shim.exceptions import MetaflowException
from runtime_shim.plan import Plan, PlanConfig

_UNPACKED = "_unpacked_config_"


class ConfigValue(dict[str, Any]):
    """The table of a config: `config.a.b` is `config["a"]["b"]`. It cannot be changed."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({key: _wrapped(value) for key, value in data.items()})

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def to_dict(self) -> dict[str, Any]:
        """The same as plain dicts, all the way down."""
        return {key: _plain(value) for key, value in self.items()}

    def copy(self) -> ConfigValue:
        return ConfigValue(self)

    __copy__ = copy

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(key for key in self if str(key).isidentifier())]

    def __reduce__(self) -> tuple[Any, ...]:
        return ConfigValue, (self.to_dict(),)

    def _refuse(self, *arguments: object, **named: object) -> Any:  # noqa: ARG002
        raise TypeError("ConfigValue is immutable")

    __setattr__ = __delattr__ = __setitem__ = __delitem__ = __ior__ = _refuse
    clear = update = setdefault = pop = popitem = _refuse


class Delayed:
    """An expression over configs. Attributes and items of it are such expressions, too."""

    def __init__(self, compute: Callable[[], Any], text: str) -> None:
        self._compute = compute
        self._text = text

    def __getattr__(self, name: str) -> Delayed:
        if name.startswith("__"):
            raise AttributeError(name)
        return Delayed(lambda: getattr(self._compute(), name), f"{self._text}.{name}")

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str) and key.startswith(_UNPACKED):
            return self
        return Delayed(lambda: self._compute()[resolved(key)], f"{self._text}[{key!r}]")

    def keys(self) -> list[str]:
        """For `**expression`: one name, which `resolved_arguments` replaces."""
        return [f"{_UNPACKED}{id(self)}"]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __call__(self) -> Any:
        return self._compute()

    def __repr__(self) -> str:
        return f"<config expression {self._text}>"


class _Known:
    """The configs of the plan that is being followed."""

    def __init__(self) -> None:
        self.plan: Optional[Plan] = None
        self.values: dict[str, Any] = {}


_known = _Known()


def set_plan(plan: Optional[Plan]) -> None:
    """Makes the values of a plan's configs the ones that modules find, when imported next."""
    if plan is not _known.plan:
        _known.plan = plan
        _known.values.clear()


def now_or_later(compute: Callable[[], Any], text: str) -> Any:
    """What is computed of configs, or the expression for it where that fails.

    It fails without a plan, and in the class of another flow than the plan's. An expression
    that the plan's own flow needs fails again when it is needed, and then says why.
    """
    if _known.plan is None:
        return Delayed(compute, text)
    try:
        return compute()
    except Exception:
        return Delayed(compute, text)


def value_of(name: str, namespace: Optional[Mapping[str, Any]] = None, parser: Any = None) -> Any:
    """The value of a config, as user code sees it.

    Where the plan has its text only, the `parser` makes the value of it, or else the one
    that the plan names, which may be in `namespace`. Raises `MetaflowException` where the
    plan has no such config or the parser fails.
    """
    if name not in _known.values:
        config = (_known.plan.configs if _known.plan else {}).get(name)
        if config is None:
            raise MetaflowException(
                f"the config `{name}` has no value: the flow was compiled without it."
            )
        _known.values[name] = _value(name, config, parser or config.parser, namespace or {})
    return _known.values[name]


def all_values(namespace: Optional[Mapping[str, Any]] = None) -> dict[str, Any]:
    """The values of all configs by their names."""
    names = _known.plan.configs if _known.plan else ()
    return {name: value_of(name, namespace) for name in names}


def resolved(value: Any) -> Any:
    """The value with the values of all expressions over configs in it."""
    if isinstance(value, Delayed):
        return _plain(value())
    if type(value) is dict:
        return {resolved(key): resolved(item) for key, item in value.items()}
    if type(value) in (list, tuple, set):
        return type(value)(resolved(item) for item in value)
    return value


def resolved_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Named arguments with their values; later ones win over what `**config` gave."""
    result: dict[str, Any] = {}
    for name, value in arguments.items():
        if unpacking(name):
            result.update(resolved(value))
        else:
            result[name] = resolved(value)
    return result


def unpacking(name: str) -> bool:
    """Whether an argument stands for what `**config` will give."""
    return name.startswith(_UNPACKED)


def call_parser(parser: Any, content: Any, namespace: Mapping[str, Any]) -> Any:
    """What a parser makes of a text. `parser` is a function, or the name of one."""
    if not isinstance(parser, str):
        return parser(content)
    module, _, name = parser.rpartition(".")
    if not module:
        return namespace[name](content)
    from importlib import import_module

    module = f"metaflow{module}" if module.startswith(".") else module
    return getattr(import_module(module or "metaflow"), name)(content)


def _value(name: str, config: PlanConfig, parser: Any, namespace: Mapping[str, Any]) -> Any:
    value = config.value
    if config.parser is not None and value is not None:
        try:
            value = call_parser(parser, value, namespace)
        except Exception as error:
            raise MetaflowException(
                f"the parser of the config `{name}` failed: {type(error).__name__}: {error}"
            ) from error
        if not config.plain and not isinstance(value, Mapping):
            raise MetaflowException(
                f"the parser of the config `{name}` returned a {type(value).__name__} instead "
                "of a dict. Return a dict, or give the config `plain=True`."
            )
    return value if config.plain or value is None else ConfigValue(value)


def _wrapped(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value if isinstance(value, ConfigValue) else ConfigValue(value)
    if isinstance(value, (list, tuple, set)):
        return type(value)(_wrapped(item) for item in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(_plain(item) for item in value)
    return value
