"""The `flowc` command: arguments in, text out. One file per command, imported when it runs.

Nothing outside of this folder prints or exits. The modules of the commands import only
click and each other at their top, and the compiler inside of their functions, so that
`flowc --help` and a wrong option answer at once.
"""
