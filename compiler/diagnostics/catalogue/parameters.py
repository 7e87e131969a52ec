"""Parameters, included files and configs: FC300-FC349."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.diagnostics.diagnostic import Diagnostic, Note


@dataclass(frozen=True, kw_only=True)
class ParameterName(Diagnostic):
    """A parameter has no name that the source tells.

    The first argument is the name under which users set it, a string:

        alpha = Parameter("alpha", default=0.1)
    """

    code = "FC300"
    title = "a parameter without a name"
    label = "the name of a {what} is a string, given first"
    help = 'write `{what}("{attribute}", ...)`'
    what: str
    attribute: str


@dataclass(frozen=True, kw_only=True)
class ParameterNameCharacters(Diagnostic):
    """A parameter's name has characters that neither a command line nor a scheduler takes.

    Letters, digits, `-` and `_` will do everywhere.
    """

    code = "FC301"
    title = "invalid parameter name"
    label = "`{name}` has characters other than letters, digits, `-` and `_`"
    help = "rename it, for instance to `{suggestion}`"
    name: str
    suggestion: str


@dataclass(frozen=True, kw_only=True)
class ReservedParameterName(Diagnostic):
    """The name is that of an option which every run has."""

    code = "FC302"
    title = "reserved parameter name"
    label = "`{name}` is an option of every run"
    help = "choose another name, such as `{name}-value`"
    name: str


@dataclass(frozen=True, kw_only=True)
class ParameterTwice(Diagnostic):
    """Two parameters of a flow have the same name; upper and lower case are the same."""

    code = "FC303"
    title = "a parameter defined twice"
    label = "there is another parameter `{name}`"
    help = "give each parameter a name of its own"
    name: str


@dataclass(frozen=True, kw_only=True)
class UnknownParameterArgument(Diagnostic):
    """`Parameter`, `IncludeFile` or `Config` got an argument that it does not take."""

    code = "FC304"
    title = "unknown argument of a parameter"
    label = "`{what}` takes no `{argument}`{suggestion}"
    help = "it takes {known}"
    what: str
    argument: str
    suggestion: str
    known: str


@dataclass(frozen=True, kw_only=True)
class ParameterTypeUnknown(Diagnostic):
    """The type of a parameter is none that a command line can give.

    It is one of `str`, `int`, `float`, `bool` and `metaflow.JSONType`; lists and dicts are
    given as JSON.
    """

    code = "FC305"
    title = "invalid type of a parameter"
    label = "a parameter cannot be of type `{written}`"
    help = "use `str`, `int`, `float`, `bool`, or `JSONType` for lists and dicts"
    written: str


@dataclass(frozen=True, kw_only=True)
class ParameterDefault(Diagnostic):
    """The default of a parameter does not fit its type."""

    code = "FC306"
    title = "default of another type"
    label = "{value} is not of the parameter's type `{type}`"
    help = "change the default, or the `type`"
    value: str
    type: str


@dataclass(frozen=True, kw_only=True)
class ParameterArgument(Diagnostic):
    """An argument of a parameter has a value of the wrong kind."""

    code = "FC307"
    title = "invalid argument of a parameter"
    label = "`{argument}` is {expected}, not {value}"
    help = "write the value in the source, {expected}"
    argument: str
    expected: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SeparatorType(Diagnostic):
    """`separator` splits a text into a list, so it goes with a parameter of type `str`."""

    code = "FC308"
    title = "`separator` for a parameter that is no text"
    label = "`separator` needs a parameter of type `str`, not `{type}`"
    help = "drop `separator`, or the `type`"
    type: str


@dataclass(frozen=True, kw_only=True)
class TooManyParameterArguments(Diagnostic):
    """More arguments by position than the parameter takes."""

    code = "FC309"
    title = "too many arguments of a parameter"
    label = "`{what}` takes at most {count} arguments by position"
    help = "name the arguments: `default=...`, `help=...`"
    what: str
    count: int


@dataclass(frozen=True, kw_only=True)
class RequiredDefault(Note):
    """A required parameter has a default, so `required` has no effect: as in Metaflow."""

    code = "FC310"
    title = "`required` has no effect"
    label = "`{name}` has a default, so nobody is required to set it"
    help = "drop one of `required` and `default`"
    name: str
