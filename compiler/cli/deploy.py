"""`flowc deploy`: brings a flow to where its scheduler is."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.compile import compiled
from compiler.cli.deployments import (
    deploy_errors,
    deploy_target_option,
    deployed_flow,
    deployer_of,
)
from compiler.cli.options import flow_argument, settings_options
from compiler.cli.places import json_option, plain_errors, show_json
from compiler.cli.settings import read_options, usage_errors
from compiler.cli.upload import named_datastore, put_package

if TYPE_CHECKING:
    from compiler.backends.deployer import Change
    from compiler.package.code_package import CodePackage
    from compiler.settings import Settings

_DONE = {"create": "created", "update": "updated", "delete": "deleted", "unchanged": "unchanged"}


@click.command("deploy", short_help="Bring a flow to where it runs.")
@flow_argument
@deploy_target_option
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@click.option("--delete", is_flag=True, help="Take away all of it that is there.")
@json_option
@settings_options
def command(
    flow: str,
    target: str,
    dry_run: bool,
    delete: bool,
    form: str,
    color: str,
    **options: Any,
) -> None:
    """Compile a flow and bring it to where its scheduler is: its code package into the
    datastore, and its documents to the scheduler.

    Only what has changed is touched, and what runs is not disturbed: it goes on with what it has
    begun with. A schedule or a trigger that the flow no longer has is taken away. Where something
    goes wrong half-way, the same command again does the rest.

    --delete takes away the documents. What runs is ended; artifacts and code packages stay in the
    datastore.

    On AWS, credentials and the region are those of boto3 (AWS_PROFILE, AWS_DEFAULT_REGION). Roles
    are named in the settings: stepfunctions.role, batch.job-role and others. The template that
    flowc compile writes can make them.

    \b
    Examples:
      flowc deploy train.py --target stepfunctions --dry-run
      flowc deploy train.py --target stepfunctions --production
      flowc deploy train.py --target stepfunctions --delete

    \b
    Exit codes:
      0  it is deployed, or deleted
      1  the flow has errors, or where it is deployed something refuses
      2  wrong usage
    """
    with usage_errors():
        settings = read_options(flow, options)
    if delete:
        _, deployer = deployed_flow(flow, settings, color, options, target)
        with deploy_errors():
            changes = list(deployer.removal())
    else:
        changes = _changes(flow, target, settings, dry_run, color, options)
    if not dry_run:
        _apply(changes, tell=form == "text")
    elif form == "text":
        for change in changes:
            click.echo(_line(change, change.action))
    if form == "json":
        show_json({"target": target, "dry_run": dry_run, "changes": list(map(_facts, changes))})
    elif not changes:
        click.echo("There is nothing to delete.", err=True)
    elif not dry_run and not delete:
        start = shlex.join(("flowc", "trigger", flow, "--target", target))
        click.echo(f"start a run: {start}", err=True)


def _changes(
    flow: str, target: str, settings: Settings, dry_run: bool, color: str, options: dict[str, Any]
) -> list[Change]:
    """The code package first: the documents name it."""
    store = named_datastore(settings)
    bundle, checked = compiled(flow, target, settings, color, dry_run, False, options)
    assert checked.program is not None
    deployer = deployer_of(target, checked.program.flow, settings)
    packages = [] if checked.package is None else [_package_change(checked.package, store)]
    with deploy_errors():
        return [*packages, *deployer.changes(bundle)]


def _package_change(package: CodePackage, store: Any) -> Change:
    from compiler.backends.deployer import Change
    from runtime_shim.contract import package_key

    with plain_errors():
        there = store.exists(package_key(package.flow, package.sha256))
    if there:
        return Change("unchanged", "code package", package.sha256)
    return Change("create", "code package", package.sha256, partial(_put, package, store))


def _put(package: CodePackage, store: Any) -> None:
    put_package(package, store)


def _apply(changes: Sequence[Change], *, tell: bool) -> None:
    """Tells of each change once it is made: if the next one fails, it has been."""
    for change in changes:
        with deploy_errors():
            change.apply()
        if tell:
            click.echo(_line(change, _DONE[change.action]))


def _line(change: Change, word: str) -> str:
    return f"{word:<9}  {change.kind} {change.name}"


def _facts(change: Change) -> dict[str, str]:
    return {"action": change.action, "kind": change.kind, "name": change.name}
