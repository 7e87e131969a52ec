"""Parameters, included files and configs: FC300-FC349."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Note


class ParameterName(Diagnostic):
    """A parameter has no name that the source tells.

    The first argument is the name under which users set it, a string:

        alpha = Parameter("alpha", default=0.1)
    """

    code = "FC300"
    title = "a parameter without a name"
    label = "`{what}` takes its name first, as a string"
    help = 'write `{what}("{attribute}", ...)`'
    what: str
    attribute: str


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


class ReservedParameterName(Diagnostic):
    """The name is that of an option which every run has."""

    code = "FC302"
    title = "reserved parameter name"
    label = "`{name}` is an option of every run"
    help = "choose another name, such as `{name}-value`"
    name: str


class ParameterTwice(Diagnostic):
    """Two parameters of a flow have the same name; upper and lower case are the same."""

    code = "FC303"
    title = "a parameter defined twice"
    label = "there is another parameter `{name}`"
    help = "give each parameter a name of its own"
    name: str


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


class ParameterDefault(Diagnostic):
    """The default of a parameter does not fit its type."""

    code = "FC306"
    title = "default of another type"
    label = "{value} is not of the parameter's type `{type}`"
    help = "change the default, or the `type`"
    value: str
    type: str


class ParameterArgument(Diagnostic):
    """An argument of a parameter has a value of the wrong kind."""

    code = "FC307"
    title = "invalid argument of a parameter"
    label = "`{argument}` takes {expected}, not {value}"
    help = "write {expected} here"
    argument: str
    expected: str
    value: str


class SeparatorType(Diagnostic):
    """`separator` splits a text into a list, so it goes with a parameter of type `str`."""

    code = "FC308"
    title = "`separator` for a parameter that is no text"
    label = "`separator` needs a parameter of type `str`, not `{type}`"
    help = "drop `separator`, or the `type`"
    type: str


class TooManyParameterArguments(Diagnostic):
    """More arguments by position than the parameter takes."""

    code = "FC309"
    title = "too many arguments of a parameter"
    label = "`{what}` takes at most {count} arguments by position"
    help = "name the arguments: `default=...`, `help=...`"
    what: str
    count: int


class RequiredDefault(Note):
    """A required parameter has a default, so `required` has no effect: as in Metaflow."""

    code = "FC310"
    title = "`required` has no effect"
    label = "`{name}` has a default, so nobody is required to set it"
    help = "drop one of `required` and `default`"
    name: str


# --- configs: FC320 and up -----------------------------------------------------------


class ConfigDefaults(Diagnostic):
    """A config has both a default file and a default value: only one can count.

    Right:

        config = Config("config", default="config.json")
        limits = Config("limits", default_value={"cpu": 4})
    """

    code = "FC320"
    title = "two defaults of a config"
    label = "`{name}` has a `default` and a `default_value`"
    help = "keep `default` for a file, or `default_value` for a value"
    name: str


class ConfigComputed(Diagnostic):
    """The default of a config is a function, which flowc does not run.

    The value of a config is needed while the flow is compiled: decorators may use it.

    Right:

        config = Config("config", default="config.json")
    """

    code = "FC321"
    title = "computed default of a config"
    label = "`{argument}` of the config `{name}` is a function, which flowc does not run"
    help = "write the value to a file, and name it here or by `--config {name}=FILE`"
    name: str
    argument: str


class ConfigFileMissing(Diagnostic):
    """The file of a config cannot be read.

    A relative path is looked for in the root of the project, then next to the flow.

    Right:

        config = Config("config", default="config.json")
    """

    code = "FC322"
    title = "missing file of a config"
    label = "the file `{file}` of the config `{name}` cannot be read: {problem}"
    help = "create the file in the root of the project or next to the flow, or name another one"
    name: str
    file: str
    problem: str


class ConfigInvalid(Diagnostic):
    """The text of a config is not in the format that its parser reads: JSON where it has none.

    A file in another format needs a parser.

    Right:

        config = Config("config", default="config.toml", parser="tomllib.loads")
    """

    code = "FC323"
    title = "invalid text of a config"
    label = "{what} of the config `{name}` is not valid {format} at {where}"
    help = "correct it there, or give the config the `parser` that its format needs"
    name: str
    what: str
    format: str
    where: str


class ConfigNotTable(Diagnostic):
    """The value of a config is not a table of names and values, as `config.name` needs.

    Right:

        config = Config("config", default_value={"alpha": 0.1})
        names = Config("names", default="names.json", plain=True, parser="json.loads")
    """

    code = "FC324"
    title = "config that is not a table"
    label = "the value of the config `{name}` is {type}, not a table of names and values"
    help = 'make it a JSON object, or take it as it is with `plain=True, parser="json.loads"`'
    name: str
    type: str


class ConfigRequired(Diagnostic):
    """A required config has no default, and nobody gave it a value.

    Right:

        flowc compile flow.py --target argo --config config=config.json
    """

    code = "FC325"
    title = "required config without a value"
    label = "the config `{name}` is required, and has no value"
    help = "pass `--config {name}=FILE`, or give it a `default`"
    name: str


class ConfigNotParsed(Diagnostic):
    """The value of a config is needed at compile time, but a function of yours parses it.

    flowc does not run that function. It knows the formats JSON, TOML and YAML.

    Right:

        config = Config("config", default="config.toml", parser="tomllib.loads")
    """

    code = "FC326"
    title = "config that only your code can parse"
    label = "the value of `{name}` is not known: flowc does not run its parser `{parser}`"
    help = "use JSON, or one of the parsers {known}; or write the value here"
    name: str
    parser: str
    known: str = "`tomllib.loads`, `yaml.safe_load`"


class ConfigWithoutValue(Diagnostic):
    """A config without a default was given no value, so it has nothing to look up in.

    Right:

        config = Config("config", default_value={"alpha": 0.1})
    """

    code = "FC327"
    title = "config without a value"
    label = "the config `{name}` has no value"
    help = "give it a `default` or a `default_value`, or pass `--config {name}=FILE`"
    name: str


class ConfigKey(Diagnostic):
    """The config has no value of this name.

    Right:

        config = Config("config", default_value={"model": {"alpha": 0.1}})
        alpha = Parameter("alpha", default=config.model.alpha)
    """

    code = "FC328"
    title = "missing name in a config"
    label = "there is no {key} in this config{suggestion}"
    help = "add it to the config, or use a name that is there"
    key: str
    suggestion: str


class ConfigExpression(Diagnostic):
    """The argument of `config_expr` is a text, which holds one Python expression.

    Right:

        @project(name=config_expr("config.project.name"))
    """

    code = "FC329"
    title = "invalid `config_expr`"
    label = "`config_expr` cannot be read: {problem}"
    help = 'write the expression as text: `config_expr("config.name")`'
    problem: str


class ConfigNotJson(Diagnostic):
    """A config holds a value that JSON has no form for, such as a date of TOML or YAML.

    The value travels to every task as JSON.

    Right:

        since = "2024-01-31"
    """

    code = "FC330"
    title = "config value that is not JSON"
    label = "the config `{name}` has at `{key}` a value that JSON cannot hold: {type}"
    help = "write it as text, in quotes"
    name: str
    key: str
    type: str
