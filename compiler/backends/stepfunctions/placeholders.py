"""The places in the documents where an ARN belongs that only a deployment knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

_FIELDS = frozenset(
    [
        *("JobDefinition", "JobQueue", "ClusterName", "Endpoint", "CertificateAuthority"),
        *("Arn", "RoleArn", "jobRoleArn", "executionRoleArn"),
    ]
)
"""The fields that have them. What looks like one anywhere else is a user's own text."""
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}", re.ASCII)
_ESCAPED = r"\u0024{"
_ESCAPED_PLACEHOLDER = re.compile(
    rf'"({"|".join(sorted(_FIELDS))})":"\\u0024\{{(\w+)\}}"', re.ASCII
)


def used(document: object) -> Iterator[str]:
    """The names of the placeholders in a document, as often as they occur."""
    waiting = [("", document)]
    while waiting:
        field, value = waiting.pop()
        name = _name(field, value)
        if name is not None:
            yield name
        elif isinstance(value, Mapping):
            waiting.extend(value.items())
        elif isinstance(value, list | tuple):
            waiting.extend(("", one) for one in value)


def filled(document: object, values: Mapping[str, object]) -> object:
    """The document with the values in place of the placeholders of their names."""
    if isinstance(document, Mapping):
        made = {}
        for field, value in document.items():
            name = _name(field, value)
            made[field] = filled(value, values) if name is None else values[name]
        return made
    if isinstance(document, list | tuple):
        return [filled(one, values) for one in document]
    return document


def escaped(text: str, names: Collection[str]) -> str:
    """A compact JSON text, in which nothing but placeholders of these names begins with `${`.

    CloudFormation puts values into the text, wherever it finds their names in it.

    >>> escaped('{"JobQueue":"${JobQueue}","Value":"${JobQueue}"}', ["JobQueue"])
    '{"JobQueue":"${JobQueue}","Value":"\\\\u0024{JobQueue}"}'
    """

    def restored(found: re.Match[str]) -> str:
        return f'"{found[1]}":"${{{found[2]}}}"' if found[2] in names else found[0]

    return _ESCAPED_PLACEHOLDER.sub(restored, text.replace("${", _ESCAPED))


def _name(field: str, value: object) -> str | None:
    found = _PLACEHOLDER.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found is not None and field in _FIELDS else None
