"""`flowc compile`: writes what a scheduler runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.bundles import compare, write
from compiler.cli.code_packages import upload_hint
from compiler.cli.console import show_diagnostics
from compiler.cli.locking import telling
from compiler.cli.options import flow_argument, max_loop_option, settings_options, target_option
from compiler.cli.settings import check_configs, check_max_loop, read_options, usage_errors
from compiler.cli.values import not_empty

if TYPE_CHECKING:
    from compiler.backends.bundle import Bundle
    from compiler.pipeline import Checked
    from compiler.settings import Settings


@click.command("compile", short_help="Write what a scheduler runs.")
@flow_argument
@target_option(
    required=True,
    help="argo, stepfunctions or airflow; ir for flowc's own JSON, local for what `flowc run` "
    "follows; or a target of another package.",
)
@click.option(
    "--output",
    "-o",
    metavar="FOLDER",
    callback=not_empty,
    help="Where to write; - for standard output.  [default: build/TARGET in the current folder]",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; show how the folder differs, and exit with 3."
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing of warnings and of success.")
@max_loop_option
@settings_options
def command(
    flow: str,
    target: str,
    output: str | None,
    check: bool,
    quiet: bool,
    color: str,
    **options: Any,
) -> None:
    """Compile a flow and write the files of the target, and manifests/FLOW.json, a list of them.

    Several flows may share a folder: nothing that belongs to another flow is overwritten.
    Nothing is written where the flow has errors. The same flow and settings give the same
    bytes everywhere, so what is written can be kept under version control, and --check
    tells in CI whether it is still what the flow compiles to.

    The locks of its packages (see flowc lock) are written beside it. Missing ones are made first,
    but not with --check, which then fails.

    \b
    Examples:
      flowc compile train.py --target argo
      flowc compile train.py --target argo --output deploy/ --check
      flowc compile train.py --target argo --output - | kubectl apply -f -
      flowc compile train.py --target argo --image registry/train:7 --set argo.parallelism=20
    """
    if output == "-" and check:
        raise click.UsageError("--check needs a folder to compare with, not standard output")
    check_max_loop(target, options)
    with usage_errors():
        settings = read_options(flow, options)
    bundle, checked = compiled(flow, target, settings, color, check, quiet, options)
    folder = Path(f"build/{target}" if output is None else output)
    if output == "-":
        _print(bundle)
    elif check:
        compare([bundle], folder, "the flow compiles to", quiet)
    else:
        write([bundle], folder, quiet)
    package = checked.package
    if package is not None and not check and not quiet:
        click.echo(upload_hint(flow, package, settings, options), err=True)


def compiled(
    flow: str,
    target: str,
    settings: Settings,
    color: str,
    check: bool,
    quiet: bool,
    options: dict[str, Any],
) -> tuple[Bundle, Checked]:
    """The bundle of a flow, and what was found in it. With `check` no lock is made.

    Shows what there is to say about the flow, and exits where it has errors.
    """
    from compiler.environments.locking import Policy
    from compiler.pipeline import compile_checked

    locking = telling(flow, Policy.READ if check else Policy.MAKE, quiet=quiet)
    with usage_errors():
        bundle, checked = compile_checked(flow, target, settings, locking)
    check_configs(checked, options)
    diagnostics = checked.report.errors if quiet else checked.report.diagnostics
    if diagnostics:
        show_diagnostics(flow, checked, diagnostics, color)
    if bundle is None:
        click.get_current_context().exit(1)
    return bundle, checked


def _print(bundle: Bundle) -> None:
    if len(bundle.documents) > 1:
        names = ", ".join(bundle.documents)
        raise click.UsageError(f"--output - takes one file, and these are several: {names}")
    for content in bundle.documents.values():
        click.echo(content, nl=False)
