"""FC4xx: what the values in a flow's source are, found out without running it."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Note


class CallNotKnown(Diagnostic):
    """flowc never runs a flow's code, so it does not know what most functions return.

    Some functions of Python itself are worked out: `str`, `int`, `len`, `dict`, `sorted`,
    `os.path.join` and their like. So are functions of the project that do nothing but
    assign, test and return.

    Right:

        MEMORY = 4 * 1024

        @resources(memory=MEMORY)
        @step
        def train(self): ...
    """

    code = "FC400"
    title = "the result of a call is not known"
    label = "what `{function}()` returns is only known when the code runs"
    help = "write the value itself, or a constant that is built from literals"

    function: str


class UnknownName(Diagnostic):
    """Nothing that flowc can see binds this name.

    Right:

        CPU = 4

        @resources(cpu=CPU)
        @step
        def train(self): ...
    """

    code = "FC401"
    title = "unknown name"
    label = "`{name}` is not defined here{suggestion}"
    help = "define `{name}` above this line, or import it"

    name: str
    suggestion: str


class OutsideName(Diagnostic):
    """The value comes from a module that is no part of the project.

    flowc reads the modules next to the flow, in the root of the project and in its
    `src` folder. It never imports an installed package.

    Right: keep the constant in a file of the project.

        from consts import MEMORY
    """

    code = "FC402"
    title = "value from outside of the project"
    label = "the value of `{name}` is not known: `{module}` is not part of this project"
    help = "write the value here, or define it in a module of the project"

    name: str
    module: str


class RuntimeName(Diagnostic):
    """The name gets its value while a step runs, long after the flow was compiled.

    So does a parameter of the flow. A value that is needed earlier and that users may
    change is a `Config`.

    Right: use a constant of the module or of the class.

        WORKERS = 4

        class TrainFlow(FlowSpec):
            @step
            def start(self):
                self.next(self.train, num_parallel=WORKERS)
    """

    code = "FC403"
    title = "value that only exists at run time"
    label = "`{name}` only has a value when {what} runs"
    help = "use a literal, a constant of the module or the class, or a `Config`"

    name: str
    what: str


class NoSingleValue(Diagnostic):
    """A name is bound in a way that depends on running the module.

    A loop, a `with` statement, a condition on something unknown, a `try` that may fail:
    flowc does not guess which value is left in the end.

    Right: bind the name once, to a literal or an expression of literals.

        GPUS = 2 if os.environ.get("STAGE", "dev") == "prod" else 0
    """

    code = "FC404"
    title = "constant without a single value"
    label = "the value of `{name}` is not known: it is set {how}"
    help = "bind `{name}` once, to a literal or to an expression of other constants"

    name: str
    how: str


class UnsupportedExpression(Diagnostic):
    """The expression is of a kind that flowc does not evaluate.

    It evaluates literals, constants, arithmetic, comparisons, conditional expressions,
    f-strings, subscripts, comprehensions, and calls of Python's own pure functions.

    Right:

        @environment(vars={"STAGE": f"{PROJECT}-dev"})
    """

    code = "FC405"
    title = "expression that is not evaluated"
    label = "{what} is not evaluated at compile time"
    help = "write the value itself, or an expression of literals and constants"

    what: str


class MethodNotKnown(Diagnostic):
    """flowc knows the pure methods of Python's own types, and no others.

    Right:

        NAME = "Train Model".lower().replace(" ", "-")
    """

    code = "FC406"
    title = "method that is not evaluated"
    label = "`{method}` of {type} is not evaluated at compile time{suggestion}"
    help = "write the result itself"

    method: str
    type: str
    suggestion: str


class EvaluationFails(Diagnostic):
    """The expression raises an exception, here as it would when the flow is run.

    Right:

        SHARDS = 8
        MEMORY = 64000 // SHARDS
    """

    code = "FC407"
    title = "expression that fails"
    label = "this raises {error}: {problem}"

    error: str
    problem: str


class TooLarge(Diagnostic):
    """The value is far larger than anything a flow's specification could hold.

    Right: keep large data in a file that a step reads.
    """

    code = "FC408"
    title = "value too large"
    label = "this value, or the work to find it, is too large for compile time"
    help = "compute it in a step"


class TooDeep(Diagnostic):
    """The expression, with the constants it is made of, is nested too deeply.

    Right: give the inner parts names of their own, and few levels of them.

        BASE = {"cpu": 4}
        LARGE = {**BASE, "memory": 64000}
    """

    code = "FC409"
    title = "expression nested too deeply"
    label = "this is nested too deeply to be evaluated"
    help = "write the value in fewer steps"


class CyclicConstant(Diagnostic):
    """Two modules take constants from each other, in a circle.

    Right: put the constants that both need into a third module.
    """

    code = "FC410"
    title = "constants that depend on each other"
    label = "the value of `{name}` depends on itself"
    help = "break the circle: one of these modules must define `{name}` by itself"

    name: str


class MissingKey(Diagnostic):
    """A dictionary has no such key.

    Right:

        SIZES = {"small": 4, "large": 64}
        MEMORY = SIZES["large"] * 1000
    """

    code = "FC411"
    title = "missing key"
    label = "{key} is not a key of this dictionary{suggestion}"
    help = "use a key that is there, or `.get(key, default)`"

    key: str
    suggestion: str


class MissingAttribute(Diagnostic):
    """The class, module or value has no such attribute.

    Right:

        class Sizes:
            LARGE = 64000

        @resources(memory=Sizes.LARGE)
    """

    code = "FC412"
    title = "missing attribute"
    label = "{owner} has no attribute `{attribute}`{suggestion}"
    help = "use an attribute that is defined"

    owner: str
    attribute: str
    suggestion: str


class UndefinedOrder(Diagnostic):
    """A set has no order, so a text or a list made from it differs from run to run.

    flowc gives the same output for the same source, always.

    Right:

        NAMES = ",".join(sorted({"b", "a"}))
    """

    code = "FC413"
    title = "order of a set"
    label = "the order of a set's items differs from run to run"
    help = "put them in order: `sorted(...)`"


class OutsidePath(Diagnostic):
    """A path that is made from `__file__` leaves the project.

    flowc knows where a file is in the project, but not where the project is: that
    differs from machine to machine.

    Right:

        CONFIG = os.path.join(os.path.dirname(__file__), "config.json")
    """

    code = "FC414"
    title = "path outside of the project"
    label = "this depends on where the project lies on this machine"
    help = "keep paths that are made from `__file__` inside of the project"


class NotAValue(Diagnostic):
    """The expression gives something that is no plain value: a module, an object of a class.

    Right: use text, numbers, booleans, None, lists, tuples, dictionaries and sets of them.
    """

    code = "FC415"
    title = "no plain value"
    label = "this is {what}, not a plain value"
    help = "use text, numbers, booleans, or lists and dictionaries of them"

    what: str


class EnvironmentMissing(Diagnostic):
    """The flow reads an environment variable that has no value at compile time.

    The environment is empty while a flow is compiled, for the result not to depend on the
    machine. Name the variables that may be read, on the command line:

        flowc compile flow.py --target argo --env STAGE --env REGION=eu-west-1

    or in `pyproject.toml`:

        [tool.flowc]
        env = ["STAGE", "REGION=eu-west-1"]
    """

    code = "FC420"
    title = "environment variable without a value"
    label = "the environment variable `{name}` {state}"
    help = "{remedy}"

    name: str
    state: str
    remedy: str


class EnvironmentDefault(Note):
    """An environment variable was not read, because nothing allowed it.

    The environment is empty while a flow is compiled, so the flow got what the source says
    for a variable that is not set. To read it, name it:

        flowc compile flow.py --target argo --env STAGE
    """

    code = "FC421"
    title = "environment variable not read"
    label = "`{name}` is not read from the environment: it counts as not set"
    help = "pass `--env {name}` to read it, or `--env {name}=VALUE` to give it a value"

    name: str


class WholeEnvironment(Diagnostic):
    """The flow uses the environment as a whole, at compile time.

    What is in it differs from machine to machine. Read single variables, and allow them.

    Right:

        @environment(vars={"STAGE": os.environ.get("STAGE", "dev")})
    """

    code = "FC422"
    title = "whole environment at compile time"
    label = "the environment as a whole is not known at compile time"
    help = 'read single variables: `os.environ.get("NAME", "default")`'


class EnvironmentName(Diagnostic):
    """The name of an environment variable is a text.

    Right:

        STAGE = os.environ.get("STAGE", "dev")
    """

    code = "FC423"
    title = "invalid name of an environment variable"
    label = "the name of an environment variable is a text"
    help = 'write `os.environ.get("NAME", "default")`'
