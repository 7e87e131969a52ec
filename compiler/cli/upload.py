"""`flowc upload`: puts what the tasks of a flow bring along to where they find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from compiler.cli.code_packages import described, packaged
from compiler.cli.options import flow_argument, settings_options
from compiler.cli.places import json_option, open_datastore, plain_errors, show_json
from compiler.cli.settings import read_options, usage_errors

if TYPE_CHECKING:
    from compiler.package.code_package import CodePackage
    from compiler.settings import Settings
    from runtime_shim.store import Store


@click.command("upload", short_help="Put a flow's code package into the datastore.")
@flow_argument
@json_option
@settings_options
def command(flow: str, form: str, color: str, **options: Any) -> None:
    """Put the code package of a flow into the datastore, unless it is there.

    That is the datastore in which the tasks of what is compiled look: --datastore, or
    `datastore` in the settings. The other options have to be those of flowc compile, as they
    decide what is in the package. Each package stays: runs of what was compiled before still
    find theirs.

    \b
    Examples:
      flowc upload train.py
      flowc upload train.py --datastore s3://bucket/flows --format json
    """
    with usage_errors():
        settings = read_options(flow, options)
    store = named_datastore(settings)
    package = packaged(flow, settings, color, options)
    is_new = put_package(package, store)
    if form == "json":
        show_json(_facts(package, store, is_new))
    else:
        what = described(package)
        click.echo(f"{'uploaded' if is_new else 'unchanged'} {what} in {store.root}", err=True)


def named_datastore(settings: Settings) -> Store:
    """The datastore of the settings; that nobody named one is wrong usage."""
    if settings.datastore is None:
        raise click.UsageError(
            "no datastore is named: set `datastore` in flowc.toml or under [tool.flowc] in "
            "pyproject.toml, and compile with it, or give --datastore to both commands",
            click.get_current_context(),
        )
    return open_datastore(settings.datastore)


def put_package(package: CodePackage, store: Store) -> bool:
    """Puts a package into a datastore, and tells whether it was not there."""
    from compiler.package.archive import Changed
    from compiler.package.upload import upload

    try:
        with plain_errors():
            return upload(package, store)
    except Changed:
        raise click.ClickException("the files were changed meanwhile; upload once more") from None


def _facts(package: CodePackage, store: Store, is_new: bool) -> dict[str, Any]:
    from runtime_shim.contract import package_key

    return {
        "flow": package.flow,
        "sha256": package.sha256,
        "datastore": store.root,
        "key": package_key(package.flow, package.sha256),
        "uploaded": is_new,
    }
