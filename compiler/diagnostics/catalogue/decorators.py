"""Decorators of steps and flows, and their arguments: FC200-FC239."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn

# --- the decorators themselves --------------------------------------------------------


class OpaqueDecorator(Warn):
    """flowc does not know this decorator, and keeps it without looking into it.

    The decorator runs where the step runs: the runtime imports the flow as it is, with
    every decorator in place. What flowc cannot see is whether the decorator asks for
    resources, retries or anything else that the scheduler would have to know. Say such
    things with the decorators of Metaflow, next to it:

        @resources(memory=8000)
        @my_wrapper
        @step
        def train(self): ...

    A mutator, too, mutates when the step runs, after the scheduler was told what to do. The
    task refuses one that adds `@retry`, `@parallel` or `@exit_hook`, or takes one of these or
    `@environment` away; what it says of resources and places, such as `@resources` or
    `@kubernetes`, has no effect. `@catch`, `@timeout`, `@environment`, `@secrets` and `@card`
    work.

    What is made by `user_step_decorator`, or derived from `UserStepDecorator`, in the project
    is no such case: it only runs code around the step, and goes without this warning.
    """

    code = "FC200"
    title = "decorator kept as it is"
    label = "flowc does not look into `@{name}`{suggestion}"
    help = "{when}; what the scheduler must know, say in a decorator of Metaflow"
    name: str
    when: str
    suggestion: str = ""


class DuplicateDecorator(Diagnostic):
    """A decorator stands twice on the same step or flow.

    Only `@card` and `@exit_hook` may be repeated. Put all arguments into one:

        @resources(cpu=4, memory=8000)
        @step
        def train(self): ...
    """

    code = "FC201"
    title = "the same decorator twice"
    label = "`@{name}` stands here a second time"
    help = "put the arguments of both into one `@{name}`"
    name: str


class WrongLevel(Diagnostic):
    """A decorator of flows stands on a step, or one of steps on a flow.

    `@schedule`, `@project`, `@trigger`, `@trigger_on_finish`, `@exit_hook`, `@pypi_base`
    and `@conda_base` go above the class, all others above a method with `@step`:

        @schedule(daily=True)
        class TrainFlow(FlowSpec):
            @retry
            @step
            def start(self): ...
    """

    code = "FC202"
    title = "decorator at the wrong place"
    label = "`@{name}` is a decorator of {belongs}"
    help = "move it above {where}"
    name: str
    belongs: str
    where: str


class BelowStep(Diagnostic):
    """A decorator stands between `@step` and the method.

    `@step` makes the method a step, so it must come first, which is lowest: just above
    `def`. The other decorators add to the step and stand above it.

        @retry(times=2)
        @step
        def train(self): ...
    """

    code = "FC203"
    title = "decorator below `@step`"
    label = "`@{name}` stands below `@step`"
    help = "move `@step` down, to just above `def`"
    name: str


class MissingStep(Diagnostic):
    """A method has a decorator of steps, but it is no step.

    Without `@step` a method is a plain helper, which the other steps may call, and the
    decorator has nothing to work on. Add `@step` as the lowest one:

        @retry
        @step
        def train(self): ...
    """

    code = "FC204"
    title = "`@step` is missing"
    label = "`@{name}` is on a method that is no step"
    help = "add `@step` just above `def`, or remove `@{name}`"
    name: str


# --- the arguments of a call ----------------------------------------------------------


class UnknownArgument(Diagnostic):
    """The decorator has no such argument.

    Metaflow refuses it as well. Often the name is misspelt, or belongs to a decorator
    beside it: `memory` to `@resources`, `seconds` to `@timeout`, `times` to `@retry`.
    """

    code = "FC205"
    title = "unknown argument of a decorator"
    label = "`@{decorator}` has no argument `{argument}`{suggestion}"
    help = "{elsewhere}{takes}"
    decorator: str
    argument: str
    suggestion: str
    elsewhere: str
    takes: str


class PositionalArgument(Diagnostic):
    """An argument of a decorator stands without its name.

    Metaflow's decorators take all arguments by name: `@retry(times=3)`.
    """

    code = "FC206"
    title = "argument without a name"
    label = "`@{decorator}` takes no argument without a name"
    help = "write `@{decorator}({example})`"
    decorator: str
    example: str


class RepeatedArgument(Diagnostic):
    """An argument is given twice, by name or by a mapping after `**`.

    To let one mapping go over another, merge them first: `**{**DEFAULTS, "cpu": 8}`.
    """

    code = "FC207"
    title = "the same argument twice"
    label = "`{argument}` is given a second time"
    help = "keep one of the two"
    argument: str


class NotArguments(Diagnostic):
    """What stands after `**` is not a mapping from names of arguments to values.

    GPU = {"gpu": 1, "memory": 32000}

    @resources(**GPU)
    """

    code = "FC208"
    title = "not a mapping of arguments"
    label = "`**` needs a mapping with texts as keys, and this is {found}"
    help = 'write a dict, such as `{{"cpu": 4}}`'
    found: str


class MissingArgument(Diagnostic):
    """The decorator needs an argument that is not given.

    For instance, `@project` needs the name of the project: `@project(name="ads")`.
    """

    code = "FC209"
    title = "missing argument"
    label = "`@{decorator}` needs `{argument}`"
    help = "write `@{decorator}({example})`"
    decorator: str
    argument: str
    example: str


class ConflictingArguments(Diagnostic):
    """Two arguments that say the same thing in two ways.

    `@schedule` runs at one time only, so of `cron`, `weekly`, `hourly` and `daily` just
    one may be set; of `event` and `events` of `@trigger`, `flow` and `flows` of
    `@trigger_on_finish`, and `inferentia` and `trainium` of `@batch`, too.
    """

    code = "FC210"
    title = "arguments in conflict"
    label = "`@{decorator}` takes `{argument}` or `{other}`, not both"
    help = "remove one of the two"
    decorator: str
    argument: str
    other: str


class IneffectiveArgument(Warn):
    """An argument that changes nothing, as another one it belongs to is not set.

    `tmpfs_path` and `tmpfs_tempdir`, for instance, are about a memory-backed folder that
    exists only with `use_tmpfs=True` or a `tmpfs_size`.
    """

    code = "FC211"
    title = "argument without effect"
    label = "`{argument}` of `@{decorator}` has no effect here"
    help = "it needs {needs}"
    decorator: str
    argument: str
    needs: str


# --- the values of arguments ----------------------------------------------------------


class ArgumentDiagnostic(Diagnostic):
    """The base of what can be wrong with the value of an argument."""

    decorator: str
    argument: str


class WrongKind(ArgumentDiagnostic):
    """The value is of a kind that the argument does not take.

    The commonest case is a number where a text belongs. A version such as 3.10 must stand
    in quotes, as Python reads it as the number 3.1:

        @pypi(python="3.10", packages={"pandas": "2.2"})
    """

    code = "FC212"
    title = "wrong kind of value"
    label = "`{argument}` of `@{decorator}` takes {expected}, and this is {found}"
    help = "{hint}"
    expected: str
    found: str
    hint: str = ""


class NotOneOf(ArgumentDiagnostic):
    """The value is none of the few that the argument takes."""

    code = "FC213"
    title = "not one of the possible values"
    label = "`{argument}` of `@{decorator}` does not take `{value}`{suggestion}"
    help = "it is one of {choices}"
    value: str
    choices: str
    suggestion: str


class OutOfRange(ArgumentDiagnostic):
    """The number is outside of what the argument takes.

    `@retry(times=...)` is at most 4: a task has six attempts at most, the first one, the
    retries, and the one with which `@catch` records a failure.
    """

    code = "FC214"
    title = "number out of range"
    label = "`{argument}` of `@{decorator}` is from {low} to {high}"
    help = "write a number in that range"
    low: str
    high: str


class UnknownEntry(ArgumentDiagnostic):
    """A dict that is the value of an argument has an entry that nothing reads."""

    code = "FC215"
    title = "unknown entry"
    label = "`{argument}` of `@{decorator}` has no entry `{key}`{suggestion}"
    help = "the entries are {known}"
    key: str
    known: str
    suggestion: str


class MissingEntry(ArgumentDiagnostic):
    """A dict that is the value of an argument lacks an entry.

    An event needs a `name`, for instance, and a source of secrets an `id`:

        @trigger(event={"name": "data_ready", "parameters": {"day": "date"}})
        @secrets(sources=[{"type": "aws-secrets-manager", "id": "db"}])
    """

    code = "FC216"
    title = "missing entry"
    label = "`{argument}` of `@{decorator}` has no `{key}` here"
    help = 'add `"{key}": "..."`'
    key: str


class RepeatedEntry(ArgumentDiagnostic):
    """The same name stands twice where it may stand once."""

    code = "FC217"
    title = "the same name twice"
    label = "`{value}` stands twice in `{argument}` of `@{decorator}`"
    help = "remove one of the two"
    value: str


class InvalidText(ArgumentDiagnostic):
    """A text has characters, or a length, that its receiver refuses.

    Kubernetes refuses labels such as `team=a b`, AWS tags that begin with `aws:`, and
    Metaflow project names with capital letters. flowc says so before anything is deployed.
    """

    code = "FC218"
    title = "invalid text"
    label = "`{value}` is not a valid {what}"
    help = "{rule}"
    value: str
    what: str
    rule: str


class KnownWhenDeployed(ArgumentDiagnostic):
    """An argument is a function that Metaflow would call while it deploys the flow.

    flowc reads the flow and never runs it, so it cannot know what the function returns.
    Write the value, or take it from a `Config` file, which is read at compile time.
    """

    code = "FC219"
    title = "a function instead of a value"
    label = "`{argument}` of `@{decorator}` is a function, which flowc does not call"
    help = "write the value itself, or read it from a `Config`"


class UnsetVariable(ArgumentDiagnostic, Warn):
    """An environment variable of a step has the value None, so it is left out.

    Metaflow leaves it out as well when it deploys a flow. Write `""` for an empty value.
    """

    code = "FC220"
    title = "environment variable that is None"
    label = "`{name}` is None: the step does not get it"
    help = 'remove the entry, or write `""` for an empty value'
    name: str


# --- single decorators ----------------------------------------------------------------


class NoDuration(Diagnostic):
    """`@timeout` without a time. Hours, minutes and seconds are added up:

    @timeout(hours=1, minutes=30)
    """

    code = "FC221"
    title = "a timeout of nothing"
    label = "this timeout comes to 0 seconds"
    help = "write how long an attempt may take, as in `@timeout(minutes=30)`"


class TwoComputeLayers(Diagnostic):
    """A step has both `@kubernetes` and `@batch`, and can run on one of them only.

    What is meant for either goes into `@resources`.
    """

    code = "FC222"
    title = "two places to run"
    label = "the step has `@{first}` already"
    help = "keep one, and put the sizes into `@resources`"
    first: str


class CatchOnParallel(Diagnostic):
    """A step has `@parallel`, `@kubernetes` and `@catch`.

    The tasks of a parallel step fail together: where one has recorded its failure and
    went on, the others would still wait for it. Metaflow refuses it as well. Put `@catch` on
    the join, or handle the error inside of the step.
    """

    code = "FC223"
    title = "`@catch` on a parallel step"
    label = "`@catch` does not go with `@parallel` on Kubernetes"
    help = "remove `@catch`, and use `@retry` for errors that pass"


class MixedPackages(Diagnostic):
    """A step gets packages from both PyPI and Conda.

    The two cannot be solved together. Use one of them; where the flow has a base of
    the other kind, switch that off for the step:

        @conda(disabled=True)
    """

    code = "FC224"
    title = "packages from both PyPI and Conda"
    label = "the packages of a step come from both PyPI and Conda"
    help = "use `@pypi` or `@conda`, not both"


class CardId(Warn):
    """A card's id has characters other than letters, digits and underscores.

    The card is made, but `current.card["id"]` does not find it. Metaflow says the same.
    """

    code = "FC225"
    title = "unusable card id"
    label = '`current.card["{id}"]` will not find this card'
    help = "use letters, digits and `_` only"
    id: str


class CardIdTwice(Warn):
    """Two cards of a step have the same id, so `current.card["id"]` finds neither."""

    code = "FC226"
    title = "the same card id twice"
    label = "another card of this step has the id `{id}`"
    help = "give each card of a step its own id"
    id: str


class UnknownTimezone(ArgumentDiagnostic):
    """The time zone is not in the IANA database.

    Its names are those of a region and a city, or `UTC`:

        @schedule(daily=True, timezone="Europe/Berlin")
    """

    code = "FC227"
    title = "unknown time zone"
    label = "there is no time zone `{value}`{suggestion}"
    help = 'write a name of the IANA database, such as `"Europe/Berlin"` or `"UTC"`'
    value: str
    suggestion: str


class NothingGiven(Diagnostic):
    """The decorator names nothing that it could act on.

    @trigger(event="data_ready")
    @trigger_on_finish(flow="LoadFlow")
    @exit_hook(on_error=[tell_the_team])
    """

    code = "FC228"
    title = "nothing given"
    label = "`@{decorator}` names no {what}"
    help = "give it `{first}` or `{second}`"
    decorator: str
    what: str
    first: str
    second: str


class FlowReference(ArgumentDiagnostic):
    """The name of a flow that `@trigger_on_finish` waits for cannot be read.

    It is the flow's name, or project, branch and flow joined by dots; a branch may have
    dots of its own. In a dict the three stand apart:

        @trigger_on_finish(flow="LoadFlow")
        @trigger_on_finish(flow="ads.prod.LoadFlow")
        @trigger_on_finish(flow={"name": "LoadFlow", "project": "ads", "project_branch": "prod"})
    """

    code = "FC229"
    title = "not a name of a flow"
    label = "`{value}` names no flow"
    help = "write `LoadFlow`, or `project.branch.LoadFlow`"
    value: str


class UnnamedHook(ArgumentDiagnostic):
    """An exit hook is a lambda, which the runtime could not find by a name.

    def tell_the_team(run):
        ...

    @exit_hook(on_error=[tell_the_team])
    """

    code = "FC230"
    title = "exit hook without a name"
    label = "a lambda has no name by which the runtime could find it"
    help = "define a function with `def` at the top level of the flow's file"


class InvalidToleration(ArgumentDiagnostic):
    """A toleration that Kubernetes refuses.

    With the operator `Exists` there is no value, without a key the operator must be
    `Exists`, and `toleration_seconds` goes with the effect `NoExecute` only:

        @kubernetes(tolerations=[{"key": "gpu", "operator": "Exists", "effect": "NoSchedule"}])
    """

    code = "FC231"
    title = "invalid toleration"
    label = "a toleration {problem}"
    help = "{remedy}"
    problem: str
    remedy: str


class NotAPair(ArgumentDiagnostic):
    """A text that is to hold a name and a value does not hold the sign between them.

    @kubernetes(node_selector="disk=ssd,zone=a")
    @batch(log_options=["awslogs-group:jobs"])
    """

    code = "FC232"
    title = "not a name and a value"
    label = "`{value}` has no `{separator}` between a name and a value"
    help = "write a name and a value, as in `{example}`"
    value: str
    separator: str
    example: str


class MissingHook(ArgumentDiagnostic):
    """An exit hook is named that the flow's file does not have, where the runtime looks for it.

    def tell_the_team(run):
        ...

    @exit_hook(on_error=["tell_the_team"])
    """

    code = "FC233"
    title = "exit hook not found"
    label = "{file} has no `{name}`{suggestion}"
    help = "define the function at the top level of that file, or name its module: `module.{name}`"
    file: str
    name: str
    suggestion: str
