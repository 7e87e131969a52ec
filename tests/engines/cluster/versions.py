"""The versions of what is built, as the modules in `modules/` pin them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MODULES = Path(__file__).resolve().parent / "modules"


@dataclass(frozen=True)
class Module:
    """A Go module of ours, there to pin what others have written."""

    name: str
    """Of its folder."""
    main: str
    """The path of the module whose programs are built."""
    programs: tuple[str, ...]
    """The paths of their packages."""
    linker: tuple[str, ...]
    """Variables, as releases set them; `{0}` is the version, `{1}` and `{2}` its first numbers."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Symbolic links in the main module's repository, to where they lead: a module as Go serves
    it has none."""

    @property
    def folder(self) -> Path:
        """Where its `go.mod` and `go.sum` are."""
        return MODULES / self.name

    @property
    def version(self) -> str:
        """Of the main module, such as `v1.35.4`."""
        text = (self.folder / "go.mod").read_text()
        (found,) = re.findall(rf"^(?:require|\t) ?{re.escape(self.main)} (v\S+)", text, re.M)
        return str(found)


_KUBERNETES = "k8s.io/kubernetes"
_COMPONENT = "k8s.io/component-base/version"
_ARGO = "github.com/argoproj/argo-workflows/v4"
KUBERNETES = Module(
    "kubernetes",
    _KUBERNETES,
    tuple(
        f"{_KUBERNETES}/cmd/{program}"
        for program in ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet")
    ),
    tuple(
        f"{_COMPONENT}.{variable}"
        for variable in ("gitVersion={0}", "gitMajor={1}", "gitMinor={2}")
    ),
)
ARGO = Module(
    "argo",
    _ARGO,
    ("flowc.test/argo/lint", f"{_ARGO}/cmd/workflow-controller", f"{_ARGO}/cmd/argoexec"),
    (f"{_ARGO}.version={{0}}",),
    {"workflow/executor/osspecific/signal_linux.go": "signal_darwin.go"},
)
