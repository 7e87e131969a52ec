"""Diagnostics as text for people, and as JSON, SARIF and workflow commands for machines.

Each renderer is a function from diagnostics to one string. `locate` turns the file of a
span, which is relative to the project, into the path to show.
"""
