"""Finding the flow in a file, and its classes: FC010-FC029."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn


class NoFlow(Diagnostic):
    """The file has no class that derives from `FlowSpec`.

    flowc looks for it among the classes at the top level of the file, through base
    classes in the same file and in sibling modules. A flow looks like this:

        from metaflow import FlowSpec, step

        class TrainFlow(FlowSpec):
            @step
            def start(self):
                self.next(self.end)

            @step
            def end(self):
                pass
    """

    code = "FC010"
    title = "no flow in this file"
    label = "no class here derives from `FlowSpec`"
    help = "derive the flow's class from `metaflow.FlowSpec`, or name the file that holds it"


class SeveralFlows(Diagnostic):
    """The file has several flows, and nothing tells which one is meant.

    Say it after a colon, `flowc compile flow.py:TrainFlow`, or start one of them under
    `if __name__ == "__main__":`, as Metaflow demands; flowc then takes that one.
    """

    code = "FC011"
    title = "several flows in this file"
    label = "this file has several flows: {flows}"
    help = "name one: `{file}:{first}`"
    flows: str
    file: str
    first: str


class UnknownFlow(Diagnostic):
    """The class named after the colon of `flow.py:Class` is not a flow of that file."""

    code = "FC012"
    title = "no such flow"
    label = "there is no flow `{wanted}` here{suggestion}"
    help = "the flows of this file: {flows}"
    wanted: str
    flows: str
    suggestion: str


class UnseenBase(Warn):
    """A base class comes from outside of the project, so its steps are not seen.

    flowc reads source only, and only that of the project: the flow's file and the
    modules beside it. What a base class from an installed package contributes, such as
    steps or parameters, is unknown to it. Copy the class into the project if it does.
    """

    code = "FC013"
    title = "base class outside of the project"
    label = "`{base}` is not part of the project: steps and parameters in it are not seen"
    help = "if it defines any, put its source beside the flow"
    base: str


class InconsistentBases(Diagnostic):
    """Python cannot order the base classes of this class, and would refuse to import it.

    It happens when a class and one of its own bases are listed in the wrong order:
    `class A(Base, Derived)`, where `Derived` already derives from `Base`. Write
    `class A(Derived)`.
    """

    code = "FC014"
    title = "base classes in conflict"
    label = "the base classes of `{name}` have no consistent order"
    help = "list the more derived class first, and each class once"
    name: str


class NoSteps(Diagnostic):
    """The flow has not a single method with `@step`."""

    code = "FC015"
    title = "a flow without steps"
    label = "`{name}` has no step"
    help = "put `@step` on the methods that are to run, such as `start` and `end`"
    name: str


class NoStart(Diagnostic):
    """No step says that the flow begins with it.

    Name one step `start`, or mark one of any name with `@step(start=True)`:

        @step(start=True)
        def load(self):
            self.next(self.train)
    """

    code = "FC016"
    title = "no start step"
    label = "`{name}` has no step `start`"
    help = "name the first step `start`, or mark it `@step(start=True)`"
    name: str


class NoEnd(Diagnostic):
    """No step says that the flow is over after it.

    Name one step `end`, or mark one of any name with `@step(end=True)`.
    """

    code = "FC017"
    title = "no end step"
    label = "`{name}` has no step `end`"
    help = "name the last step `end`, or mark it `@step(end=True)`"
    name: str


class SeveralTerminals(Diagnostic):
    """More than one step is marked as the start, or as the end, of the flow."""

    code = "FC018"
    title = "more than one start or end step"
    label = "`{name}` is marked `{which}=True`, and so is `{other}`"
    help = "mark exactly one step with `@step({which}=True)`"
    name: str
    other: str
    which: str


class AmbiguousTerminal(Diagnostic):
    """One step is marked as the start (or the end), and another one has that name."""

    code = "FC019"
    title = "ambiguous start or end step"
    label = "this step is named `{which}`, but `{marked}` is marked `@step({which}=True)`"
    help = "rename this step, or remove the mark from `{marked}`"
    marked: str
    which: str
