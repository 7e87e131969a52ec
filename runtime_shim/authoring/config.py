"""`Config` and `config_expr`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Optional, Union

from runtime_shim.authoring.config_values import (
    ConfigValue,
    Delayed,
    all_values,
    now_or_later,
    set_plan,
    value_of,
)
from runtime_shim.authoring.parameters import Parameter, declared
from runtime_shim.exceptions import MetaflowException

__all__ = ["Config", "ConfigValue", "config_expr", "set_plan"]


class Config(Parameter):
    """A value that is fixed when the flow is compiled, and may stand in decorators.

    In the class body it can be used as the value that it has: `config.a`, `config["a"]`
    and `**config.a`. On the flow's object it is a `ConfigValue`, or with `plain` what the
    file says. Where it comes from (a file, `default`, `default_value`) is the compiler's
    concern.
    """

    IS_CONFIG_PARAMETER = True

    def __init__(
        self,
        name: str,
        default: Any = None,
        default_value: Any = None,
        help: Optional[str] = None,  # noqa: A002 - the name that Metaflow gave it
        required: Optional[bool] = None,
        parser: Union[str, Callable[[str], Any], None] = None,
        plain: bool = False,
        **kwargs: Any,
    ) -> None:
        if default is not None and default_value is not None:
            raise MetaflowException(
                f"the config `{name}` has both `default` and `default_value`; give it one."
            )
        given = default if default is not None else default_value
        super().__init__(
            name, default=given, type=str, help=help, required=required, plain=plain, **kwargs
        )
        self.parser = parser

    def load_parameter(self, value: Any) -> Any:
        return value if value is None or self.kwargs.get("plain") else ConfigValue(value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "name" not in vars(self):
            raise AttributeError(name)
        return now_or_later(lambda: getattr(self._value(), name), f"{self.name}.{name}")

    def __getitem__(self, key: Any) -> Any:
        whole = now_or_later(self._value, self.name)
        if isinstance(whole, Delayed):
            return whole[key]
        return now_or_later(lambda: whole[key], f"{self.name}[{key!r}]")

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def keys(self) -> Any:
        return now_or_later(self._value, self.name).keys()

    def _value(self) -> Any:
        return value_of(self.name, parser=self.parser)


def config_expr(expr: str) -> Any:
    """The value of a Python expression in which each config's name stands for its value.

    Other names are those of the module that calls this.
    """
    namespace = sys._getframe(1).f_globals

    def compute() -> Any:
        try:
            # The user's own expression, which stands in the user's own source.
            return eval(expr, namespace, all_values(namespace))  # noqa: S307
        except NameError as error:
            raise MetaflowException(
                f"the config expression `{expr}` cannot be evaluated: {error}."
            ) from error

    return now_or_later(compute, expr)


def config_artifacts(cls: type) -> dict[str, Any]:
    """What the artifacts of the configs hold, by attribute: dicts in place of `ConfigValue`."""
    values = {attribute: value_of(config.name) for attribute, config in configs_of(cls).items()}
    return {
        attribute: value.to_dict() if isinstance(value, ConfigValue) else value
        for attribute, value in values.items()
    }


def configs_of(cls: type) -> Mapping[str, Config]:
    """The configs of a flow by attribute, also after `read_configs`."""
    return {
        attribute: declaration
        for attribute, declaration in declared(cls).items()
        if isinstance(declaration, Config)
    }
