"""`Config` and `config_expr`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Optional, Union

from runtime_shim.authoring.config_values import (
    ConfigValue,
    Delayed,
    all_values,
    have_values,
    keep_parser,
    set_plan,
    value_of,
)
from runtime_shim.authoring.exceptions import MetaflowException
from runtime_shim.authoring.parameters import Parameter, declared

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
        if parser is not None:
            keep_parser(name, parser)

    def value(self) -> Any:
        """The value, or the expression that stands for it while no plan is known."""
        return value_of(self.name) if have_values() else Delayed(self._compute, self.name)

    def load_parameter(self, value: Any) -> Any:
        return value if value is None or self.kwargs.get("plain") else ConfigValue(value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "name" not in vars(self):
            raise AttributeError(name)
        return getattr(self.value(), name)

    def __getitem__(self, key: Any) -> Any:
        return self.value()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value())

    def __len__(self) -> int:
        return len(self.value()) if have_values() else 1

    def keys(self) -> Any:
        return self.value().keys()

    def _compute(self) -> Any:
        return value_of(self.name)


def config_expr(expr: str) -> Any:
    """The value of a Python expression in which each config's name stands for its value.

    Other names are those of the module that calls this. Without a plan it is an expression
    that is evaluated later.
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

    return compute() if have_values() else Delayed(compute, expr)


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
