"""`flowc explain`: says more about a code than its diagnostic has room for."""

from __future__ import annotations

import click

from compiler.cli.values import complete_code


@click.command("explain", short_help="Say more about a code.")
@click.argument("code", metavar="[CODE]", required=False, shell_complete=complete_code)
def command(code: str | None) -> None:
    """Say what a diagnostic's CODE means, and show how it is done right.

    Without a code, list them all.

    \b
    Examples:
      flowc explain FC101
      flowc explain
    """
    from compiler.diagnostics.diagnostic import did_you_mean
    from compiler.diagnostics.explain import explanation, find, kinds

    if code is None:
        for kind in kinds():
            click.echo(f"{kind.code}  {kind.severity.value:<7}  {kind.title}")
        return
    found = find(code)
    if found is None:
        hint = did_you_mean(code.upper(), tuple(kind.code for kind in kinds()))
        raise click.BadParameter(f"there is no code `{code}`{hint}", param_hint="CODE")
    click.echo(f"{found.severity.value}[{found.code}]: {found.title}\n\n{explanation(found)}")
