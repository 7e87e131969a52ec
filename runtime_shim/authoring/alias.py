"""Makes `import metaflow` give the runtime's authoring API, submodules and all.

A flow that was written for Metaflow imports that package; the runtime has its API and not
the package. One finder of modules serves it, by a table from the names of Metaflow's
modules to the runtime's own that have the same things. `flowc.cards` and the like come
from it, too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

from runtime_shim import contract

_AUTHORING = "runtime_shim.authoring"
_NAMES = f"{_AUTHORING}.names"
_MUTATION = (f"{_AUTHORING}.mutators", f"{_AUTHORING}.wrappers")
_EXCEPTIONS = "runtime_shim.exceptions"
_CARDS = ("runtime_shim.cards.components",)
_S3 = ("runtime_shim.s3",)

VERSION = "2.19.39+flowc"
"""Of the Metaflow whose API this is."""

_SOURCES: Mapping[str, tuple[str, ...]] = {
    "": (_NAMES,),
    "cards": _CARDS,
    "client": ("runtime_shim.client",),
    "client.core": ("runtime_shim.client",),
    "datatools": _S3,
    "datatools.s3": _S3,
    "decorators": (f"{_AUTHORING}.step", f"{_AUTHORING}.decorators", _EXCEPTIONS),
    "exception": (_EXCEPTIONS,),
    "flowspec": (f"{_AUTHORING}.flowspec", _EXCEPTIONS),
    "includefile": (f"{_AUTHORING}.include",),
    "integrations": (f"{_AUTHORING}.integrations",),
    "metaflow_config": (f"{_AUTHORING}.settings",),
    "metaflow_current": (f"{_AUTHORING}.current",),
    "metaflow_profile": (f"{_AUTHORING}.profile",),
    "multicore_utils": (f"{_AUTHORING}.processes",),
    "parameters": (f"{_AUTHORING}.parameters",),
    "plugins": (_NAMES,),
    "plugins.cards": _CARDS,
    "plugins.cards.card_client": _CARDS,
    "plugins.cards.card_modules": _CARDS,
    "plugins.cards.card_modules.basic": _CARDS,
    "plugins.cards.card_modules.card": _CARDS,
    "plugins.cards.card_modules.components": _CARDS,
    "plugins.catch_decorator": (_EXCEPTIONS,),
    "plugins.datatools": _S3,
    "plugins.datatools.s3": _S3,
    "plugins.datatools.s3.s3": _S3,
    "plugins.parsers": (f"{_AUTHORING}.parsers",),
    "plugins.pypi": (f"{_AUTHORING}.parsers",),
    "plugins.pypi.parsers": (f"{_AUTHORING}.parsers",),
    "plugins.secrets": ("runtime_shim.task.secrets",),
    "plugins.timeout_decorator": (_EXCEPTIONS,),
    "runner": (_NAMES,),
    "runner.deployer": (_NAMES,),
    "runner.metaflow_runner": (_NAMES,),
    "runner.nbdeploy": (_NAMES,),
    "runner.nbrun": (_NAMES,),
    "user_configs": (f"{_AUTHORING}.config",),
    "user_configs.config_parameters": (f"{_AUTHORING}.config",),
    "user_decorators": _MUTATION,
    "user_decorators.mutable_flow": _MUTATION,
    "user_decorators.mutable_step": _MUTATION,
    "user_decorators.user_flow_decorator": _MUTATION,
    "user_decorators.user_step_decorator": _MUTATION,
}


def install_alias(environment: Mapping[str, str]) -> None:
    """From now on `metaflow` is the runtime's API, unless `FLOWC_API` is `installed`.

    In this process, and in every Python process that it starts.
    """
    if environment.get(contract.ENV_API) == "installed":
        return
    install("metaflow")
    folder = str(Path(__file__).parent.parent / "for_children")
    # A process that multiprocessing spawns is told `sys.path`, any other the variable.
    sys.path.append(folder)
    inherited = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [folder, inherited]))


def install(package: str) -> None:
    """Has `package` and its submodules come from the runtime."""
    if not any(isinstance(f, _Finder) and f.package == package for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder(package))


class _Finder:
    """Finds, and loads, the modules of one package."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(
        self,
        name: str,
        path: Optional[Sequence[str]] = None,  # noqa: ARG002
        target: Optional[ModuleType] = None,  # noqa: ARG002
    ) -> Optional[ModuleSpec]:
        top, _, rest = name.partition(".")
        if top != self.package:
            return None
        if rest not in _SOURCES:
            raise ModuleNotFoundError(
                f"there is no module `{name}`: flowc has of Metaflow what flows import, and not "
                "its inner modules.",
                name=name,
            )
        return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Alias(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run: attributes are looked up when they are asked for."""


class _Alias(ModuleType):
    """A module whose attributes are those of the modules that it stands for."""

    def __getattr__(self, name: str) -> Any:
        rest = self.__name__.partition(".")[2]
        if not rest and name in ("__version__", "version"):
            return VERSION
        if name == "__all__":
            return [public for source in _SOURCES[rest] for public in _public(source)]
        if name.startswith("__"):
            raise AttributeError(name)
        if (f"{rest}.{name}" if rest else name) in _SOURCES:
            return import_module(f"{self.__name__}.{name}")
        for source in _SOURCES[rest]:
            found = getattr(import_module(source), name, _NOTHING)
            if found is not _NOTHING:
                return found
        raise AttributeError(f"flowc's `{self.__name__}` has no `{name}`.")


_NOTHING = object()


def _public(source: str) -> list[str]:
    module = import_module(source)
    names: list[str] = getattr(module, "__all__", None) or [
        name for name in vars(module) if not name.startswith("_")
    ]
    return names
