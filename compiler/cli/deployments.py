"""What the commands about deployed flows share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from compiler.cli.console import show_diagnostics
from compiler.cli.options import target_option
from compiler.cli.settings import check_configs, usage_errors

if TYPE_CHECKING:
    from compiler.backends.deployer import Deployer
    from compiler.ir.flow import Flow
    from compiler.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

deploy_target_option = target_option(
    required=True, help="stepfunctions for AWS Step Functions, or a target of another package."
)


@contextmanager
def deploy_errors() -> Iterator[None]:
    """Turns what a deployment says to a user into an error of the command."""
    from compiler.backends.deployer import DeployError

    try:
        yield
    except DeployError as error:
        raise click.ClickException(str(error)) from None


def deployer_of(target: str, flow: Flow, settings: Settings) -> Deployer:
    """The deployment of a flow to a target; a target that has none is wrong usage."""
    from compiler.backends.deployer import Deploys
    from compiler.backends.registry import find_backend

    with usage_errors():
        backend = find_backend(target)
    if not isinstance(backend, Deploys):
        raise click.UsageError(
            f"flowc does not deploy to `{target}`: deploy what flowc compile --target {target} "
            "writes",
            click.get_current_context(),
        )
    with deploy_errors():
        return backend.deployer(flow, settings)


def deployed_flow(
    flow: str, settings: Settings, color: str, options: Mapping[str, Any], target: str
) -> tuple[Flow, Deployer]:
    """A flow, which is only read, and its deployment; exits where the flow has errors."""
    from compiler.pipeline import read_program

    with usage_errors():
        checked = read_program(flow, settings)
    check_configs(checked, options)
    if checked.program is None:
        show_diagnostics(flow, checked, checked.report.errors, color)
        click.get_current_context().exit(1)
    return checked.program.flow, deployer_of(target, checked.program.flow, settings)
