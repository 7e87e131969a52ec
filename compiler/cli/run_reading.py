"""Reads the flow that a command runs, before the command knows which options it has."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from compiler.cli import values
from compiler.cli.console import command_line, show, show_diagnostics
from compiler.cli.settings import check_configs, read_options, usage_errors

if TYPE_CHECKING:
    from compiler.cli.run_parameters import ParameterOption
    from compiler.pipeline import Checked
    from compiler.settings import Settings
    from runtime_shim.plan import Plan

READING = (*("flow", "env", "configs", "config_values", "branch", "production", "tables", "color"),)
"""What decides how a flow reads: the argument, and the options of `reading_options`."""

_META = "flowc.read"
_READINGS = 3
"""The most there are: one whose options the flow takes, one with new ones, one to settle."""


@dataclass(frozen=True)
class ReadFlow:
    """A flow without errors, and the plan that its tasks follow."""

    argument: str
    """`FLOW[:CLASS]` as it was given."""
    settings: Settings
    checked: Checked
    plan: Plan

    def show_warnings(self) -> None:
        """Prints how much there is to say about the flow, if anything, and what shows it."""
        from compiler.diagnostics.render.common import tally

        diagnostics = self.checked.report.diagnostics
        if diagnostics:
            command = command_line(None, "check", self.argument)
            show(f"{tally(diagnostics)}: {command}\n", err=True)


def read_flow(argument: str, options: Mapping[str, Any]) -> ReadFlow:
    """Reads and checks a flow; shows what is wrong with it and exits where it has errors."""
    from compiler.pipeline import compile_checked
    from runtime_shim.plan import read_plan

    with usage_errors():
        settings = read_options(argument, options)
        bundle, checked = compile_checked(argument, "local", settings)
    if bundle is None:
        check_configs(checked, options)
        show_diagnostics(argument, checked, checked.report.diagnostics, options["color"])
        click.get_current_context().exit(1)
    (document,) = bundle.documents.values()
    return ReadFlow(argument, settings, checked, read_plan(document))


class FlowCommand(click.Command):
    """A command that has an option for each parameter of the flow it is given.

    Which options there are depends on the flow, and the flow on some of the options. So
    those are read first, leniently, then the flow, then the whole command line. An option
    of flowc's own whose name a parameter has becomes `--flowc-NAME`; should it have been one
    of those, the flow is read again without it.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            self._read(ctx, args)
        except (click.ClickException, click.exceptions.Exit):
            if not ctx.resilient_parsing:  # a shell that asks for completions wants no errors
                raise
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        params = super().get_params(ctx)
        options = parameter_options_of(ctx)
        taken = {spelling for option in options for spelling in option.opts}
        return [*(_renamed(param, taken) for param in params), *options]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        parameters = parameter_options_of(ctx)
        if parameters:
            with formatter.section(f"Parameters of {read_flow_of(ctx).plan.flow}"):
                formatter.write_dl([option.get_help_record(ctx) for option in parameters])
        own = (
            param.get_help_record(ctx)
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and param not in parameters
        )
        with formatter.section("Options"):
            formatter.write_dl([record for record in own if record])

    def _read(self, ctx: click.Context, args: Sequence[str]) -> None:
        from compiler.cli.run_parameters import parameter_options

        before = None
        for _ in range(_READINGS):
            options = self._reading(ctx, args)
            if options is None or options == before:
                return
            read = read_flow(options["flow"], options)
            assert read.checked.program is not None, "a flow without it has no plan"
            ctx.meta[_META] = read, parameter_options(read.checked.program.flow)
            before = options

    def _reading(self, ctx: click.Context, args: Sequence[str]) -> dict[str, Any] | None:
        """The options that decide how the flow reads; None where no flow is named."""
        lenient = click.Command(
            self.name,
            params=[_lenient(param) for param in self.get_params(ctx)],
            context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
            add_help_option=False,
        )
        try:
            found = lenient.make_context(ctx.info_name, list(args), ctx.parent)
        except click.MissingParameter:
            return None
        except click.UsageError as error:
            error.ctx = ctx
            raise
        return {name: found.params[name] for name in READING}


def read_flow_of(ctx: click.Context) -> ReadFlow:
    """The flow that the command was given."""
    read: ReadFlow = ctx.meta[_META][0]
    return read


def parameter_options_of(ctx: click.Context) -> list[ParameterOption]:
    """The options of the flow's parameters; none as long as no flow was read."""
    options: list[ParameterOption] = ctx.meta.get(_META, (None, []))[1]
    return options


def flow_before_options(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """A callback: `FLOW[:CLASS]`, the file of which exists."""
    if value.startswith("-"):
        raise click.UsageError(
            f"name the flow before its own options: {ctx.command_path} FLOW {value} ...", ctx
        )
    return values.flow_path(ctx, param, value)


def _lenient(param: click.Parameter) -> click.Parameter:
    """The option without its checks, unless it is one of those that count for reading."""
    if param.name in READING:
        return param
    lenient = copy.copy(param)
    lenient.callback = None
    lenient.required = False
    if not getattr(lenient, "is_flag", False):
        lenient.type = click.STRING
    return lenient


def _renamed(param: click.Parameter, taken: set[str]) -> click.Parameter:
    if not isinstance(param, click.Option) or not taken.intersection(param.opts):
        return param
    renamed = copy.copy(param)
    renamed.opts = [f"--flowc-{opt[2:]}" if opt in taken else opt for opt in param.opts]
    return renamed
