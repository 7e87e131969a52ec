"""The flow's parameters as arguments of the workflow, and their way into the start step."""

from __future__ import annotations

import json

from compiler.backends.argo.models import Parameter
from compiler.backends.argo.placeholders import placeholder, prose
from compiler.backends.starts_check import needs_value
from compiler.ir.flow import Flow
from compiler.ir.model import JsonValue
from compiler.ir.parameter import IncludedFile, StaticDefault
from compiler.ir.parameter import Parameter as FlowParameter
from runtime_shim.contract import UNSET


def arguments(flow: Flow) -> list[Parameter]:
    """One argument for each parameter and each included file.

    A required one has no value, so Argo refuses to start a run without it.
    """
    return [_argument(parameter) for parameter in flow.inputs]


def parameters_json(flow: Flow) -> str | None:
    """The environment variable with all arguments as JSON, or None without any.

    The text of an argument comes from whoever starts a run, so it must survive two
    readers unharmed: Argo, which looks for templates again in what it has put in, and the
    kubelet, which expands `$(NAME)` and makes one `$` of two. So the JSON is made by an
    expression, and a `$`, and the second of two braces, are written as JSON escapes. Only
    texts have either: the JSON around them has no two braces in a row. Argo's own
    `workflow.parameters.json` does none of that, and a parameter named `json` hides it.
    """
    names = [parameter.name for parameter in flow.inputs]
    if not names:
        return None
    entries = ", ".join(
        f"{{name: '{name}', value: workflow.parameters['{name}']}}" for name in names
    )
    escaped_dollar = f"replace(toJson([{entries}]), '$', '\\\\u0024')"
    return placeholder(f"=replace({escaped_dollar}, '{{' + '{{', '{{\\\\u007b')")


def _argument(parameter: FlowParameter | IncludedFile) -> Parameter:
    made: Parameter = {"name": parameter.name}
    if parameter.help:
        made["description"] = prose(parameter.help)
    if not needs_value(parameter):
        made["value"] = default_text(parameter)
    return made


def default_text(parameter: FlowParameter | IncludedFile) -> str:
    """The default as the text a user would give, or UNSET where only the runtime knows it."""
    default = parameter.default
    if isinstance(parameter, IncludedFile) or not isinstance(default, StaticDefault):
        return UNSET
    text = _text(default.value)
    return UNSET if text is None or "{{" in text or "\0" in text else text


def _text(value: JsonValue) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
