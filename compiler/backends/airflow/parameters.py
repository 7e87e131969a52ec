"""The parameters of a flow as those of its DAG, and their way into the start step."""

from __future__ import annotations

from compiler.backends.airflow.assets import WITH_EVENTS, payloads, set_by_events
from compiler.backends.airflow.imports import PARAM
from compiler.backends.airflow.part import Part
from compiler.backends.airflow.python import Call, Expression
from compiler.backends.starts_check import needs_value
from compiler.ir.flow import Flow
from compiler.ir.model import JsonValue
from compiler.ir.parameter import IncludedFile, Parameter, ParameterType, StaticDefault
from compiler.settings import Settings

_TYPES: dict[ParameterType, tuple[str, tuple[type, ...]]] = {
    "str": ("string", (str,)),
    "int": ("integer", (int,)),
    "float": ("number", (int, float)),
    "bool": ("boolean", (bool,)),
}
"""JSON Schema's names, and what is of such a type. JSON itself is of any: Airflow's form then goes
by the default, and the runtime takes a text for JSON."""


def parameters(flow: Flow, settings: Settings) -> Part:
    """The arguments of the DAG, and the constant `PARAMETERS` for the start step's environment.

    Nothing without parameters.
    """
    if not flow.inputs:
        return Part()
    events = payloads(flow, settings)
    given = {name for fields in set_by_events(flow, settings).values() for name in fields}
    params = {one.name: _param(one, by_event=one.name in given) for one in flow.inputs}
    return Part(
        dag=(("params", params), *events.dag),
        constants=(
            *events.constants,
            ("PARAMETERS", _template(WITH_EVENTS if given else "params")),
        ),
        functions=events.functions,
        imports=(PARAM,),
    )


def _template(given: str) -> str:
    """The JSON of all values, but for those that somebody has added to the run's configuration.

    A value is put in as JSON after Jinja has read the template, so it is no template itself. The
    kubelet would expand `$(NAME)`, and make one `$` of two: they are written as JSON escapes.
    """
    own = f"dict({given}.items() | selectattr(0, 'in', dag.params))"
    return f"{{{{ {own} | tojson | replace('$', '\\\\u0024') }}}}"


def _param(parameter: Parameter | IncludedFile, *, by_event: bool) -> Call:
    args: tuple[Expression, ...] = ()
    kind, default = _kind(parameter), _default(parameter)
    # A run that an event starts has no value for Airflow to find: the runtime sees to it.
    if not needs_value(parameter) or by_event:
        args = (default,)
    kwargs: list[tuple[str, Expression]] = []
    if kind is not None:
        kwargs.append(("type", ["null", kind] if args == (None,) else kind))
    if parameter.help:
        kwargs.append(("description", parameter.help))
    return Call("Param", args, tuple(kwargs))


def _kind(parameter: Parameter | IncludedFile) -> str | None:
    if isinstance(parameter, IncludedFile):
        return "string"  # the path of the file, as the task sees it
    if parameter.type is None or parameter.type == "json":
        return None
    return _TYPES[parameter.type][0]


def _default(parameter: Parameter | IncludedFile) -> JsonValue:
    """The default, or None where the runtime finds it: what is computed, read or converted."""
    if isinstance(parameter, IncludedFile) or not isinstance(parameter.default, StaticDefault):
        return None
    value = parameter.default.value
    if parameter.type is None:
        return None
    if parameter.type == "json":
        return value
    of_type = _TYPES[parameter.type][1]
    fits = isinstance(value, of_type) and (bool in of_type or not isinstance(value, bool))
    return value if fits else None
