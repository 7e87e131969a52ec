"""Texts in fields that Airflow renders by Jinja."""

from __future__ import annotations

from compiler.backends.airflow.python_text import quoted

TEMPLATE_FILES = (".json", ".yaml", ".yml", ".sh", ".bash")
"""How a text ends that an operator takes for the name of a template's file (`template_ext`)."""
_MARKS = ("{{", "{%", "{#", "\r")


def literal(text: str) -> str:
    """The template that renders to this text, whatever is in it.

    Jinja also makes `\\n` of other ends of lines, and drops one at the end of a text.

    >>> literal("s3://bucket/data"), literal("{{ ds }}"), literal("conf.json")
    ('s3://bucket/data', '{{ "{{ ds }}" }}', '{{ "conf.json" }}')
    """
    if any(mark in text for mark in _MARKS) or text.endswith(("\n", *TEMPLATE_FILES)):
        return f"{{{{ {quoted(text)} }}}}"
    return text
