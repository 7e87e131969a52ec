"""`flowc image`: writes Dockerfiles for the runtime, and for the environments of a flow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.bundles import compare, write
from compiler.cli.options import settings_options
from compiler.cli.settings import read_options, usage_errors
from compiler.cli.values import not_empty

if TYPE_CHECKING:
    from compiler.backends.bundle import Bundle
    from compiler.settings import Settings


@click.command("image", short_help="Write Dockerfiles for containers.")
@click.option(
    "--output",
    "-o",
    metavar="FOLDER",
    default="build/images",
    show_default=True,
    callback=not_empty,
    help="Where to write.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; show how the folder differs, and exit with 3."
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing of success.")
@settings_options
def command(output: str, check: bool, quiet: bool, **options: Any) -> None:
    """Write the Dockerfile of the runtime, for images to build on and to copy from.

    Everything that a build installs is written beside it, pinned by digests; nothing that a
    build needs but its base image and a package index is missing. The base is that of the
    setting base-image, which may name a digest. The same settings give the same bytes.

    \b
    Examples:
      flowc image
      flowc image --set base-image=python:3.12-slim@sha256:...
      flowc image --output deploy/images --check
    """
    with usage_errors():
        settings = read_options(None, options)
    bundles = [_runtime(settings)]
    if check:
        compare(bundles, Path(output), "`flowc image` writes", quiet)
    else:
        write(bundles, Path(output), quiet)


def _runtime(settings: Settings) -> Bundle:
    from compiler.images.bundle import runtime_bundle
    from compiler.images.dockerfile import is_image

    base = settings.base_image or f"python:{settings.python}-slim"
    if not is_image(base):
        problem = f"the setting `base-image` is `{base}`, which is no name of an image"
        raise click.UsageError(problem, click.get_current_context())
    return runtime_bundle(base)
