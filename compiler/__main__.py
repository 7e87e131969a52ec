"""`python -m compiler` is the `flowc` command."""

from compiler.cli.main import main

main()
