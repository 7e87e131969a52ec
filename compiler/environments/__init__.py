"""Package environments: what `@pypi` and `@conda` ask for, and the locks of it.

A request is what the decorators say, in one canonical form, whose digest is the id of the
environment. The lock of a request lists every file to install with its digest; it is a file of
the user's project, made once and then only read.
"""
