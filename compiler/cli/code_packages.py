"""The code package of a flow, for the commands that show it, write it and upload it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.console import show_diagnostics
from compiler.cli.settings import check_configs, usage_errors
from compiler.cli.values import given_settings

if TYPE_CHECKING:
    from compiler.package.code_package import CodePackage
    from compiler.settings import Settings


def packaged(flow: str, settings: Settings, color: str, options: Mapping[str, Any]) -> CodePackage:
    """The package; shows what there is to say about the flow, and exits where it has errors."""
    from compiler.pipeline import package_flow

    with usage_errors():
        checked = package_flow(flow, settings)
    check_configs(checked, options)
    if checked.report.diagnostics:
        show_diagnostics(flow, checked, checked.report.diagnostics, color)
    if checked.package is None:
        click.get_current_context().exit(1)
    return checked.package


def described(package: CodePackage) -> str:
    """The digest, the number of files and their size."""
    files = f"{package.count} file{'s' if package.count != 1 else ''}"
    return f"code package {package.sha256} ({files}, {size_text(package.size)})"


def size_text(count: int) -> str:
    """Bytes as what is compiled is measured.

    >>> size_text(34_120), size_text(12)
    ('34.1 kB', '12 bytes')
    """
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def upload_hint(
    flow: str, package: CodePackage, settings: Settings, options: Mapping[str, Any]
) -> str:
    """What to do with the package once the documents that name it are written."""
    shown, hidden = _deciding(settings, options)
    command = shlex.join(("flowc", "upload", flow, *shown))
    also = f" with the {', '.join(hidden)} of this command" if hidden else ""
    return f"{described(package)}: {command}{also}"


def _deciding(settings: Settings, options: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The options of this command that decide what the package holds and where the documents say
    it is; and those of them whose values may be secrets, which are not for the log of a job."""
    shown: list[str] = []
    for name, file in options["configs"].items():
        shown += ["--config", f"{name}={file}"]
    if options["branch"]:
        shown += ["--branch", options["branch"]]
    if options["production"]:
        shown.append("--production")
    hidden = ["--env"] if options["env"] else []
    hidden += ["--config-value"] if options["config_values"] else []
    for setting in given_settings():
        key = setting.partition("=")[0].partition(".")[0].strip().replace("_", "-")
        if key not in ("env", "config-values"):
            shown += ["--set", setting]
        elif "--set" not in hidden:
            hidden.append("--set")
    if options["datastore"] or settings.datastore is None:
        shown += ["--datastore", settings.datastore_root]
    return shown, hidden
