"""The main container of an Argo template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from compiler.compute.kubernetes_json import (
    container_fields,
    doubled,
    image_fields,
    unexpanded,
)
from compiler.compute.kubernetes_models import Container, EnvVar
from compiler.compute.pod import Pod

BRACE_VARIABLE = "FLOWC_BRACE"
_BRACES = re.compile(r"\{(?=\{)")


def env_vars(user: Sequence[tuple[str, str]], own: Iterable[EnvVar] = ()) -> list[EnvVar]:
    """Variables with the user's text as values, then some of flowc's own making.

    Two readers stand between the document and the process. Argo replaces `{{...}}`: where
    a value has two braces, the first is written as a reference to a variable that holds a
    brace, and the kubelet puts it in, after Argo has seen the text. The kubelet itself
    expands `$(NAME)` and makes one `$` of two: so each `$` is doubled where that matters.
    """
    written: list[EnvVar] = [{"name": name, "value": env_text(value)} for name, value in user]
    written.extend(own)
    if any("{{" in value for _, value in user):
        # A reference is expanded only if its variable stands further up.
        written.insert(0, {"name": BRACE_VARIABLE, "value": "{"})
    return written


def annotated(brought: Mapping[str, str]) -> list[EnvVar]:
    """Variables whose text the document holds once, as an annotation of every pod."""
    return [
        {
            "name": name,
            "valueFrom": {"fieldRef": {"fieldPath": f"metadata.annotations['{annotation(name)}']"}},
        }
        for name in brought
    ]


def annotation(variable: str) -> str:
    """The annotation that holds the text of a variable.

    >>> annotation("FLOWC_PACKAGE")
    'flowc/package'
    """
    return variable.lower().replace("_", "/", 1)


def env_text(value: str) -> str:
    """What to write for the process to see `value`."""
    # The reference to the brace is the kubelet's to expand.
    value = doubled(value) if "{{" in value else unexpanded(value)
    return _BRACES.sub(f"$({BRACE_VARIABLE})", value)


def container(pod: Pod, args: Iterable[str], env: list[EnvVar]) -> Container:
    """The main container of a template; `args` are the runtime's.

    The command is always stated: without it the controller asks the image's registry.
    """
    return {
        **image_fields(pod),
        "command": [pod.executable],
        "args": [*pod.launch, *args],
        "env": env,
        **container_fields(pod),
    }
