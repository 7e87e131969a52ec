"""The templates of Argo Workflows in a document, kept apart from the user's own text.

Argo replaces every `{{...}}` it finds in a spec, wherever it came from. So while a
document is built, a placeholder of flowc's own stands between two marks that no other
text has, and `{{` is not written at all. `substitute` makes the marks into braces at the
end, and refuses a document in which there were braces before: such text would be
the user's, and Argo would run it.
"""

from __future__ import annotations

import re
from typing import TypeVar, cast

from compiler.ir.errors import InternalError

# No text of Kubernetes may hold NUL, so no text of the user's that gets this far does.
_OPEN = "\0<"
_CLOSE = ">\0"

_MARKED = re.compile("\0<([^\0]*)>\0")

T = TypeVar("T")


def placeholder(expression: str) -> str:
    """What becomes `{{expression}}`."""
    return f"{_OPEN}{expression}{_CLOSE}"


RETRIES = placeholder("retries")
"""How often what is in a template with a retry strategy was tried before."""


def inputs(parameter: str) -> str:
    """The value of an input of the template at hand."""
    return placeholder(f"inputs.parameters.{parameter}")


def output(task: str, parameter: str) -> str:
    """What a task of the same DAG handed over."""
    return placeholder(f"tasks.{task}.outputs.parameters.{parameter}")


def prose(text: str) -> str:
    """The user's text where only people read it, made safe at the cost of a space."""
    text = text.replace("\0", "")
    while "{{" in text:
        text = text.replace("{{", "{ {")
    return text


def substitute(document: T) -> T:
    """The document with its placeholders in Argo's syntax.

    Raises InternalError if it holds template syntax that flowc did not put there.
    """
    return cast("T", _substitute(document))


def _substitute(node: object) -> object:
    if isinstance(node, str):
        if "{{" in node:
            raise InternalError(f"unescaped template syntax in {node!r}")
        if "\0" not in node:
            return node
        made = _MARKED.sub(r"{{\1}}", node)
        if "\0" in made:
            raise InternalError(f"broken placeholder in {node!r}")
        return made
    if isinstance(node, dict):
        return {_substitute(key): _substitute(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [_substitute(item) for item in node]
    return node
