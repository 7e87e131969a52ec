"""`@pypi` and `@conda`, and `@pypi_base` and `@conda_base` for all steps of a flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from compiler.diagnostics.catalogue.decorators import MixedPackages
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import FLAG, TEXT, Kind, mapping
from compiler.frontend.decorators.place import Place
from compiler.ir.compute import Packages

Manager = Literal["pypi", "conda"]


def _constraint(value: object, place: Place) -> str:
    """A version constraint; none at all means any version."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise place.wrong_kind("texts", value, 'put the version in quotes, as in `"1.10"`')
    return value


_PACKAGES = mapping(Kind("text", _constraint))

_PYPI = (
    Argument("packages", _PACKAGES, example='{"pandas": "2.2"}'),
    Argument("python", TEXT),
    Argument("disabled", FLAG),
)
_CONDA = (*_PYPI, Argument("libraries", _PACKAGES))

PYPI = Decorator("pypi", "step", _PYPI)
CONDA = Decorator("conda", "step", _CONDA)
PYPI_BASE = Decorator("pypi_base", "flow", _PYPI)
CONDA_BASE = Decorator("conda_base", "flow", _CONDA)


@dataclass(frozen=True)
class Layer:
    """What one decorator says about packages; `libraries` is in `packages` already."""

    packages: Mapping[str, str]
    python: str | None
    disabled: bool | None
    span: Span

    def over(self, base: Layer | None) -> Layer:
        """This layer with what the base adds to it."""
        if base is None:
            return self
        return replace(
            self,
            packages={**base.packages, **self.packages},
            python=self.python or base.python,
            disabled=base.disabled if self.disabled is None else self.disabled,
        )


def read_layer(given: Given) -> Layer:
    """What one decorator says. `libraries` is the old name of conda's packages."""
    return Layer(
        packages={**given.get("libraries", {}), **given.get("packages", {})},
        python=given.get("python"),
        disabled=given.get("disabled"),
        span=given.span,
    )


def merge_packages(
    step: Mapping[Manager, Layer], base: Mapping[Manager, Layer], report: Report
) -> tuple[Packages | None, bool]:
    """The packages of a step, and whether it opted out of having an environment.

    As in Metaflow: the step goes over the flow, one manager that is disabled disables
    both, and conda may set the Python of an environment with packages from PyPI.
    """
    managers: tuple[Manager, ...] = ("pypi", "conda")
    layers: dict[Manager, Layer] = {}
    for manager in managers:
        if manager in step:
            layers[manager] = step[manager].over(base.get(manager))
        elif manager in base:
            layers[manager] = base[manager]
    if not layers or any(layer.disabled for layer in layers.values()):
        return None, bool(layers)
    filled = [manager for manager in layers if layers[manager].packages]
    if len(filled) > 1:
        # At the step rather than at the flow: there it can be switched off as well.
        at: Manager = "pypi" if "conda" not in step and "pypi" in step else "conda"
        other: Manager = "conda" if at == "pypi" else "pypi"
        related = (Related(layers[other].span, "the other packages"),)
        report.add(MixedPackages(span=layers[at].span, related=related))
    chosen = (filled or list(layers))[0]
    pythons = (layers[manager].python for manager in layers)
    return (
        Packages(
            manager=chosen,
            packages=dict(layers[chosen].packages),
            python=next((python for python in pythons if python), None),
            span=layers[chosen].span,
        ),
        False,
    )
