"""Texts in fields that Airflow renders by Jinja."""

from __future__ import annotations

from compiler.backends.airflow.python_text import quoted

_MARKS = ("{{", "{%", "{#", "\r")


def literal(text: str) -> str:
    """The template that renders to this text, whatever is in it.

    Jinja also makes `\\n` of other ends of lines, and drops one at the end of a text.

    >>> literal("s3://bucket/data"), literal("{{ ds }}")
    ('s3://bucket/data', '{{ "{{ ds }}" }}')
    """
    if any(mark in text for mark in _MARKS) or text.endswith("\n"):
        return f"{{{{ {quoted(text)} }}}}"
    return text
