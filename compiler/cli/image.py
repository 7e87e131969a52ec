"""`flowc image`: writes Dockerfiles for the runtime, and for the environments of a flow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.bundles import compare, write
from compiler.cli.console import show_diagnostics
from compiler.cli.locking import telling
from compiler.cli.options import settings_options
from compiler.cli.places import show_json
from compiler.cli.settings import check_configs, read_options, usage_errors
from compiler.cli.values import complete_flow, flow_path, not_empty

if TYPE_CHECKING:
    from compiler.images.environment import EnvironmentImage
    from compiler.settings import Settings


def _flow_path(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else flow_path(ctx, param, value)


@click.command("image", short_help="Write Dockerfiles for containers.")
@click.argument(
    "flow",
    metavar="[FLOW[:CLASS]]",
    required=False,
    callback=_flow_path,
    shell_complete=complete_flow,
)
@click.option(
    "--output",
    "-o",
    metavar="FOLDER",
    default="build/images",
    callback=not_empty,
    help="Where to write.  [default: build/images in the current folder]",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; show how the folder differs, and exit with 3."
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing of warnings and of success.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json lists the images on standard output, for a program to build.",
)
@settings_options
def command(
    flow: str | None,
    output: str,
    check: bool,
    quiet: bool,
    form: str,
    color: str,
    **options: Any,
) -> None:
    """Write the Dockerfile of the runtime and, of a flow, one for each environment of packages.

    The runtime's is for images to build on and for pods to copy from. An environment's has what
    @pypi asks for, by its lock, on the image of its steps. What a build installs is written beside
    them, pinned by digests: a build needs nothing but its base image, which may be named by
    digest, and a package index. The same settings and locks give the same bytes.

    \b
    Examples:
      flowc image
      flowc image train.py --set environment-image=registry/train:{environment}
      flowc image --set base-image=python:3.12-slim@sha256:...
      flowc image train.py --output deploy/images --check
    """
    from compiler.images.bundle import environment_bundle, runtime_bundle
    from compiler.images.choice import NoBase, runtime_base

    if output == "-":
        raise click.UsageError("--output needs a folder: there are several files to write")
    with usage_errors():
        settings = read_options(flow, options)
    images: list[EnvironmentImage] = []
    with usage_errors(NoBase):
        bundles = [runtime_bundle(runtime_base(settings))]
        if flow is not None:
            name, source, images = _environments(flow, settings, check, quiet, color, options)
            environments = environment_bundle(name, source, images)
            # What was written for the flow before is removed.
            if images or (Path(output) / environments.manifest).exists():
                bundles.append(environments)
            if not images and not quiet:
                click.echo(
                    f"no step of {name} has packages of @pypi: no image of an environment", err=True
                )
    if check:
        compare(bundles, Path(output), "`flowc image` writes", quiet)
    else:
        write(bundles, Path(output), quiet)
    if form == "json":
        show_json(_listing(settings, images))


def _environments(
    flow: str, settings: Settings, check: bool, quiet: bool, color: str, options: dict[str, Any]
) -> tuple[str, str, list[EnvironmentImage]]:
    """The flow's name, its file and its images; shows what is wrong with it, and exits."""
    from compiler.environments.locking import Policy
    from compiler.environments.locks import locks_of
    from compiler.images.choice import environment_images
    from compiler.pipeline import read_program

    with usage_errors():
        checked = read_program(flow, settings)
    check_configs(checked, options)
    found = None
    if checked.program is not None:
        locking = telling(flow, Policy.READ if check else Policy.MAKE, quiet=quiet)
        root = checked.project.root
        found = locks_of(checked.program.flow, settings, root, checked.report, locking)
    diagnostics = checked.report.errors if quiet else checked.report.diagnostics
    if diagnostics:
        show_diagnostics(flow, checked, diagnostics, color)
    if checked.program is None or found is None or checked.report.failed:
        click.get_current_context().exit(1)
    program = checked.program.flow
    images = environment_images(program, settings, found.by_step, found.locks)
    return program.name, program.file, images


def _listing(settings: Settings, images: list[EnvironmentImage]) -> list[dict[str, object]]:
    """What there is to build, each with its Dockerfile as seen from the folder."""
    from compiler.images.runtime import RUNTIME_DOCKERFILE, TARGETS

    listing: list[dict[str, object]] = [
        {"kind": target, "dockerfile": RUNTIME_DOCKERFILE, "target": target} for target in TARGETS
    ]
    for image in images:
        name = settings.environment_image
        listing.append(
            {
                "kind": "environment",
                "dockerfile": image.dockerfile,
                "environment": image.environment,
                "steps": image.steps,
                "image": name and name.replace("{environment}", image.environment),
            }
        )
    return listing
