"""`python -m compiler` is the `flowc` command."""

from compiler.cli.script import main

main()
