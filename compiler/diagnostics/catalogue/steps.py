"""The signature of a step and its `self.next(...)`: FC100-FC129."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic


class ReservedStepName(Diagnostic):
    """A step has a name that `FlowSpec` itself uses.

    `name`, `next`, `input`, `index` and `cmd` are attributes of every flow, and a step
    of that name would hide them.
    """

    code = "FC100"
    title = "reserved step name"
    label = "`{name}` is an attribute of every flow"
    help = "choose another name for the step, such as `{name}_step`"
    name: str


class InvalidStepName(Diagnostic):
    """A step's name has a character that schedulers do not take.

    Step names become names of tasks, pods and jobs. They consist of lower-case ASCII
    letters, digits and underscores, and do not begin with an underscore.
    """

    code = "FC101"
    title = "invalid step name"
    label = "`{name}` has characters other than `a-z`, `0-9` and `_`, or begins with `_`"
    help = "rename it, for instance to `{suggestion}`"
    name: str
    suggestion: str


class NoSelf(Diagnostic):
    """A step takes no argument at all. It is a method: `def start(self):`."""

    code = "FC102"
    title = "a step without `self`"
    label = "`{name}` takes no argument"
    help = "write `def {name}(self):`, or `def {name}(self, inputs):` for a join"
    name: str


class TooManyArguments(Diagnostic):
    """A step takes more than `self` and, for a join, the inputs.

    Data goes from step to step by artifacts, `self.x = ...`, never by arguments; what a
    user gives is a `Parameter` of the flow.
    """

    code = "FC103"
    title = "too many arguments"
    label = "`{name}` takes {count} arguments; a step takes `self`, a join `self` and `inputs`"
    help = (
        "hand data over as artifacts, by `self.x = ...` in the step before; "
        "a join has all of its branches in `inputs`"
    )
    name: str
    count: int


class AsyncStep(Diagnostic):
    """A step is a coroutine, which nothing would await."""

    code = "FC104"
    title = "an async step"
    label = "a step cannot be `async`"
    help = "write `def {name}` and call `asyncio.run(...)` inside of it"
    name: str


class NoNext(Diagnostic):
    """A step that is not the last one does not say what comes after it.

    End it with one of

        self.next(self.train)                                  # one step
        self.next(self.a, self.b)                              # several at once
        self.next(self.train, foreach="rows")                  # once for each item
        self.next({"big": self.a, "small": self.b}, condition="size")
    """

    code = "FC105"
    title = "missing `self.next`"
    label = "`{name}` does not say which step comes next"
    help = "end the method with `self.next(self.<step>)`"
    name: str


class NextNotLast(Diagnostic):
    """`self.next` stands somewhere else than as the last statement of its step.

    The order of the steps must be known before the flow runs, so `self.next` is one
    statement, at the end, and never inside `if`, `for` or `try`. To decide at run time,
    put the decision into an artifact and switch on it:

        self.size = "big" if len(self.rows) > 1000 else "small"
        self.next({"big": self.a, "small": self.b}, condition="size")
    """

    code = "FC106"
    title = "`self.next` is not the last statement"
    label = "`self.next` must be the last statement of `{name}`, outside of any block"
    help = (
        "write one call, as the last line; to choose at run time: "
        '`self.next({{...}}, condition="<artifact>")`'
    )
    name: str


class ComputedNext(Diagnostic):
    """A target of `self.next` is not written as `self.<step>`.

    The targets must be readable from the source: `self.next(self.train)`. A variable,
    a string, `getattr` or `*targets` hides them.
    """

    code = "FC107"
    title = "target of `self.next` is not a step"
    label = "a target is written `self.<step>`, not `{written}`"
    help = "{suggestion}"
    written: str
    suggestion: str


class EmptyNext(Diagnostic):
    """`self.next()` names no step."""

    code = "FC108"
    title = "`self.next` without a target"
    label = "no step is named"
    help = "write `self.next(self.<step>)`"


class UnknownNextArgument(Diagnostic):
    """`self.next` takes `foreach`, `num_parallel` or `condition`, and nothing else."""

    code = "FC109"
    title = "unknown argument of `self.next`"
    label = "`self.next` takes no `{argument}`{suggestion}"
    help = "it takes `foreach`, `num_parallel` or `condition`"
    argument: str
    suggestion: str


class ConflictingNextArguments(Diagnostic):
    """`self.next` got more than one of `foreach`, `num_parallel` and `condition`.

    Each is a way of its own to go on; use one step for each.
    """

    code = "FC110"
    title = "conflicting arguments of `self.next`"
    label = "`{first}` and `{second}` cannot go together"
    help = "use one of them here, and put the other into a step of its own"
    first: str
    second: str


class FanOutTargets(Diagnostic):
    """A `foreach` or `num_parallel` leads to exactly one step.

    To run several steps for each item, let that one step branch.
    """

    code = "FC111"
    title = "a fan-out with several targets"
    label = "`{argument}` takes one target, not {count}"
    help = "name one step here, and let it go on with `self.next(self.a, self.b)`"
    argument: str
    count: int


class ForeachName(Diagnostic):
    """`foreach` is the *name* of the artifact that holds the items, as a string.

    self.rows = load()
    self.next(self.train, foreach="rows")
    """

    code = "FC112"
    title = "`foreach` is not a name"
    label = "`foreach` takes the name of an artifact, as a string"
    help = "{suggestion}"
    suggestion: str


class GangSize(Diagnostic):
    """`num_parallel` must be a whole number of at least 1."""

    code = "FC113"
    title = "invalid `num_parallel`"
    label = "`num_parallel` is `{value}`, not a whole number of at least 1"
    help = "give the number of tasks that are to run at once"
    value: str


class SwitchWithoutCases(Diagnostic):
    """`condition` needs the cases, written as a dict right in the call.

        self.next({"big": self.a, "small": self.b}, condition="size")

    The dict must stand in the call itself, so that the targets can be read.
    """

    code = "FC114"
    title = "a switch without cases"
    label = "`condition` needs a dict of cases as the only argument before it"
    help = 'write `self.next({{"value": self.<step>, ...}}, condition="<artifact>")`'


class SwitchWithoutCondition(Diagnostic):
    """A dict of cases needs `condition`, the name of the artifact that decides."""

    code = "FC115"
    title = "a switch without a condition"
    label = "these cases need `condition`"
    help = 'add `condition="<artifact>"`, the artifact that holds one of the keys'


class ConditionName(Diagnostic):
    """`condition` is the *name* of the artifact that decides, as a string."""

    code = "FC116"
    title = "`condition` is not a name"
    label = "`condition` takes the name of an artifact, as a string"
    help = "{suggestion}"
    suggestion: str


class CaseKey(Diagnostic):
    """The key of a case must be a string, a number or a bool that the source tells.

    Literals, constants, and values of a `Config` will do.
    """

    code = "FC117"
    title = "invalid case"
    label = "a case is a string, a number or a bool, not `{value}`"
    help = "write the value that the condition is compared with"
    value: str


class StepTwice(Diagnostic):
    """The name of a step is used twice in one class; Python keeps the last one only."""

    code = "FC118"
    title = "a step defined twice"
    label = "`{name}` is defined again here, which replaces the step above"
    help = "rename one of the two"
    name: str


class HiddenDecorator(Diagnostic):
    """A method or an attribute of the class has the name of a decorator that is used below it.

    Python looks for a name in the class body first, and finds no decorator there:

    timeout = Parameter("timeout")

    @timeout(minutes=5)
    @step
    def train(self):
        ...
    """

    code = "FC119"
    title = "hidden decorator"
    label = "`{name}` is no decorator here, but a name of the class's own"
    help = "import the decorator by another name: `from metaflow import {name} as {name}_`"
    name: str
