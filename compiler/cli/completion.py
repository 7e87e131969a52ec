"""`flowc completion`: the script that makes a shell complete flowc's arguments."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from compiler.cli.console import show

_VARIABLE = "_FLOWC_COMPLETE"
"""What click looks for in the environment when a shell asks for candidates."""


@click.command("completion", short_help="Print a shell's completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete flowc's arguments.

    \b
    Examples:
      flowc completion bash >> ~/.bashrc
      flowc completion zsh >> ~/.zshrc
      flowc completion fish > ~/.config/fish/completions/flowc.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None, "click knows each of the choices"
    completer = kind(ctx.find_root().command, {}, "flowc", _VARIABLE)
    # Not the method of bash's own class, which first runs the bash of this machine to learn
    # its version: the script may be for another one.
    show(ShellComplete.source(completer).strip() + "\n")
