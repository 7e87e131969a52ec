"""Edges, loops, switches and gangs: FC130-FC159. Splits and joins are in `splits`."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic


class UnknownTarget(Diagnostic):
    """A `self.next` names a step that the flow does not have.

    The name has to be a method of the flow, or of one of its base classes, that carries
    `@step`:

        @step
        def start(self):
            self.next(self.train)

        @step
        def train(self):
            ...
    """

    code = "FC130"
    title = "unknown step"
    label = "`{step}` goes to `{target}`, which is not a step of this flow{suggestion}"
    help = "name an existing step, or write a method `{target}` with `@step`"
    step: str
    target: str
    suggestion: str = ""


class RepeatedTarget(Diagnostic):
    """A split names one step twice.

    Each branch of a split is a step of its own. To run one step several times, fan out
    over a list: `self.next(self.train, foreach="items")`.
    """

    code = "FC131"
    title = "a branch named twice"
    label = "`{step}` splits into `{target}` more than once"
    help = "name each branch once, or use `foreach` to run `{target}` several times"
    step: str
    target: str


class StartEntered(Diagnostic):
    """A step leads back to the start step.

    The start step runs once, before anything else. To repeat work, let the start step
    go on to another step, and let the switch lead back to that one:

        def start(self):
            self.next(self.train)

        def check(self):
            self.next({"again": self.train, "done": self.end}, condition="verdict")
    """

    code = "FC132"
    title = "a way back to the start step"
    label = "`{step}` goes to `{start}`, where the flow starts"
    help = "move what has to be repeated from `{start}` to a step of its own, and go there"
    step: str
    start: str


class EndContinues(Diagnostic):
    """The end step has a `self.next`. Nothing can follow it: remove the call."""

    code = "FC133"
    title = "something after the end step"
    label = "`{end}` ends the flow, but goes on with `self.next`"
    help = "remove this call, or move it to a step before `{end}`"
    end: str


class Unreachable(Diagnostic):
    """No way leads from the start step to a step, so that it would never run.

    Either a `self.next` should name it, or it can go. Steps that only follow it are
    named in the same message.
    """

    code = "FC134"
    title = "a step that never runs"
    label = "no way leads from `{start}` to `{step}`{followers}"
    help = "name it in the `self.next` of a step that runs before it, or remove it"
    start: str
    step: str
    followers: str = ""


class LoopWithoutSwitch(Diagnostic):
    """Steps follow one another in a circle, and no switch among them can leave it.

    A loop needs a switch that decides whether there is another turn:

        def check(self):
            self.again = "yes" if self.loss > 0.1 else "no"
            self.next({"yes": self.train, "no": self.end}, condition="again")
    """

    code = "FC135"
    title = "a loop without a switch"
    label = "`{step}` goes back to `{target}`, and nothing ever leaves the loop {loop}"
    help = (
        "go on to another step, or decide with a switch: "
        '`self.next({{"again": self.{target}, "done": ...}}, condition=...)`'
    )
    step: str
    target: str
    loop: str


class LoopWithoutExit(Diagnostic):
    """No case of any switch in a loop leads out of it, so that the flow never ends.

    At least one case has to lead to a step from which the end step can be reached:

        self.next({"again": self.train, "done": self.end}, condition="verdict")
    """

    code = "FC136"
    title = "a loop that never ends"
    label = "every case leads back into the loop {loop}, so `{end}` is never reached"
    help = "add a case that leads to a step outside of the loop"
    loop: str
    end: str


class LoopWithTwoEntries(Diagnostic):
    """A loop can be entered at more than one of its steps.

    Schedulers know loops that begin at one step. Let every way into the loop lead to
    the same step; a switch there may skip what the first turn must not do:

        def turn(self):
            self.next({"full": self.load, "warm": self.train}, condition="mode")
    """

    code = "FC137"
    title = "a loop with two entries"
    label = "the loop {loop} is entered both at `{first}` and at `{second}`"
    help = (
        "lead every way into the loop, and every way back in it, to one step; "
        "let a switch there choose between `{first}` and `{second}`"
    )
    loop: str
    first: str
    second: str


class TooDeep(Diagnostic):
    """Splits, switches and loops stand inside of each other more than 200 levels deep.

    A chain of switches in which one case leads to the next switch counts a level each.
    One switch with many cases says the same in one level.
    """

    code = "FC138"
    title = "nested too deep"
    label = "`{step}` is inside of more than {limit} splits, switches and loops"
    help = "merge the switches into one with more cases, or divide the flow in two"
    step: str
    limit: int


class SwitchWithoutChoice(Diagnostic):
    """All cases of a switch lead to the same step, so that it decides nothing.

    A switch needs two steps to choose from. For a step that always follows, write
    `self.next(self.train)`.
    """

    code = "FC140"
    title = "a switch without a choice"
    label = "every case of the switch in `{step}` leads to `{target}`"
    help = "add a case that leads to another step, or write `self.next(self.{target})`"
    step: str
    target: str


class RepeatedCase(Diagnostic):
    """Two cases of a switch are for the same value.

    The later one would win in silence. In Python `True`, `1` and `1.0` are the same key
    of a dictionary, and so are `False`, `0` and `0.0`.
    """

    code = "FC141"
    title = "a case given twice"
    label = "the case `{value}` is the same as the case `{first}` before it{reason}"
    help = "remove one of the two, or give one of them another value"
    value: str
    first: str
    reason: str = ""


class GangWithoutParallel(Diagnostic):
    """A step is started with `num_parallel` but does not carry `@parallel`.

    `num_parallel` starts tasks that run at the same time and talk to each other, and
    `@parallel` makes a step ready for that:

        @parallel
        @step
        def train(self):
            ...
    """

    code = "FC142"
    title = "`num_parallel` without `@parallel`"
    label = "`{step}` starts `{target}` with `num_parallel`, but it has no `@parallel`"
    help = "put `@parallel` on `{target}`, or use `foreach` for tasks that do not meet"
    step: str
    target: str


class ParallelWithoutGang(Diagnostic):
    """A step with `@parallel` is started in another way than with `num_parallel`.

    How many tasks there are is said by the step before it:

        self.next(self.train, num_parallel=4)
    """

    code = "FC143"
    title = "`@parallel` without `num_parallel`"
    label = "`{step}` has `@parallel`, but is not started with `num_parallel`"
    help = "write `self.next(self.{step}, num_parallel=...)`, or remove `@parallel`"
    step: str


class ParallelNotJoined(Diagnostic):
    """A step with `@parallel` is not followed by a join.

    The tasks of such a step end together, so that exactly one join follows, always:

        @parallel
        @step
        def train(self):
            self.next(self.gather)

        @step
        def gather(self, inputs):
            ...
    """

    code = "FC144"
    title = "`@parallel` without a join"
    label = "`{step}` has `@parallel`, and {follows}"
    help = "let `{step}` go to one join step: `def gather(self, inputs):`"
    step: str
    follows: str


class CatchOnFanOut(Diagnostic):
    """`@catch` stands on a step that fans out.

    If such a step fails there is no list to fan out over. Do the work that may fail in
    a step of its own before it, and catch it there.
    """

    code = "FC145"
    title = "`@catch` on a step that fans out"
    label = "`{step}` fans out, which it could not do after a failure"
    help = "move the work that may fail to a step of its own, and put `@catch` there"
    step: str


class CatchOnSwitch(Diagnostic):
    """`@catch` stands on a step with a switch.

    If such a step fails, nothing says which case comes next. Do the work that may fail
    in a step of its own before it, and catch it there.
    """

    code = "FC146"
    title = "`@catch` on a switch"
    label = "`{step}` ends in a switch, which could not decide after a failure"
    help = "move the work that may fail to a step of its own, and put `@catch` there"
    step: str
