"""Artifacts: what steps read and write: FC500-FC519."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn


class NeverWritten(Diagnostic):
    """A step reads an artifact that nothing before it can have set.

    An artifact exists once a step has assigned it, for that step and for those that come
    after it:

        @step
        def start(self):
            self.total = 0
            self.next(self.count)

        @step
        def count(self):
            self.total += 1

    Assigning it in a parallel branch, or further down in the same step, does not help. Nor is a
    function an artifact: `self.score = lambda x: x * 2` is for the step itself, and a method of
    the class is for all.
    Where the name may really be absent, ask first: `getattr(self, "total", 0)`.
    """

    code = "FC500"
    title = "artifact that was never set"
    label = "`{step}` reads `{name}`, but nothing before it sets `{name}`{suggestion}"
    help = "set it in an earlier step, or before this line"
    step: str
    name: str
    suggestion: str = ""


class PerhapsNeverWritten(Warn):
    """An artifact is needed that only code out of flowc's sight can have set.

    Such code is `setattr` with a computed name, a function that is given `self`, or a
    decorator that flowc does not know. If the name is right, all is well; if it is
    misspelt, the step fails. An assignment in plain sight settles it:

        self.accuracy = evaluate(self.model)    # instead of evaluate_into(self)
    """

    code = "FC501"
    title = "artifact that is perhaps never set"
    label = "nothing in plain sight sets `{name}` before `{step}` needs it{suggestion}"
    help = "assign it by `self.{name} = ...`, so that flowc, and a reader, can see it"
    step: str
    name: str
    suggestion: str = ""


class NotInJoin(Diagnostic):
    """A join reads an artifact of its branches as if it were its own.

    A join starts with the parameters and constants alone, since each branch comes with
    artifacts of its own. It takes what it needs from its inputs:

        @step
        def join(self, inputs):
            self.model = inputs.train.model                  # from the branch `train`
            self.scores = [i.score for i in inputs]          # from all of them
            self.merge_artifacts(inputs, include=["data"])   # what is the same in all
            self.next(self.end)
    """

    code = "FC502"
    title = "a join has to fetch its artifacts"
    label = "`{name}` does not come into the join `{step}` by itself"
    help = (
        "read `{inputs}.{branch}.{name}`, "
        'or call `self.merge_artifacts({inputs}, include=["{name}"])` before'
    )
    step: str
    name: str
    inputs: str
    branch: str


class DifferentInBranches(Diagnostic):
    """A join reads an artifact that its branches set, each to a value of its own.

    There is no one value to read. The join has to say what becomes of them:

        @step
        def join(self, inputs):
            self.score = max(i.score for i in inputs)
            self.next(self.end)
    """

    code = "FC503"
    title = "an artifact with several values"
    label = "`{name}` has a value in each input of the join `{step}`, and none is chosen"
    help = "set it from the inputs first, for instance `self.{name} = [i.{name} for i in {inputs}]`"
    step: str
    name: str
    inputs: str


class LostInJoin(Diagnostic):
    """A step reads an artifact that a join on the way there did not pass on.

    After a join only those artifacts exist that the join set or merged:

        @step
        def join(self, inputs):
            self.merge_artifacts(inputs)    # passes on all that is the same in every input
            self.next(self.end)
    """

    code = "FC504"
    title = "artifact lost in a join"
    label = "`{step}` reads `{name}`, which the join `{join}` does not pass on"
    help = 'in `{join}`, call `self.merge_artifacts({inputs}, include=["{name}"])`, or set it there'
    step: str
    name: str
    join: str
    inputs: str


class MergeConflict(Warn):
    """`merge_artifacts` meets artifacts that several of its inputs have set.

    Unless the values happen to be equal, the merge fails when the flow runs. Say what
    becomes of such an artifact before the merge, or leave it out:

        @step
        def join(self, inputs):
            self.score = max(i.score for i in inputs)
            self.merge_artifacts(inputs, exclude=["model"])
            self.next(self.end)
    """

    code = "FC505"
    title = "merge of artifacts that differ"
    label = "{names} set in each of several inputs, which fails unless the values are equal"
    help = "set it in this step before the merge, or leave it out by `exclude=[{listed}]`"
    names: str
    listed: str


class MergeIncludeAndExclude(Diagnostic):
    """`merge_artifacts` takes either `include` or `exclude`.

    `include` merges the listed artifacts and no others, so there is nothing left to exclude:

        self.merge_artifacts(inputs, include=["data"])
    """

    code = "FC506"
    title = "`include` and `exclude` in one merge"
    label = "`merge_artifacts` takes `include` or `exclude`, not both"
    help = "keep `include`, and list there what is to be merged"


class MergeOfUnknown(Diagnostic):
    """`merge_artifacts(include=[...])` names an artifact that no input can have.

    Every name in `include` has to come from at least one of the inputs:

        self.merge_artifacts(inputs, include=["data"])
    """

    code = "FC507"
    title = "merge of an artifact that was never set"
    label = "no input of the join `{step}` has `{name}`{suggestion}"
    help = "take it out of `include`, or set it in a step before"
    step: str
    name: str
    suggestion: str = ""


class MergeOutsideJoin(Diagnostic):
    """`merge_artifacts` is called in a step that joins nothing.

    Only a join has inputs to merge: a step that takes a second argument.

        @step
        def join(self, inputs):
            self.merge_artifacts(inputs)
            self.next(self.end)

    Every other step has all artifacts of the step before it anyway.
    """

    code = "FC508"
    title = "merge outside of a join"
    label = "`{step}` is no join, so it has no inputs to merge"
    help = "remove the call, or make the step a join: `def {step}(self, inputs):`"
    step: str


class NoSuchInput(Diagnostic):
    """A join reads from an input that it does not have.

    The inputs of a join have the names of the steps right before it, which are the last
    ones of the branches and not the first:

        @step
        def join(self, inputs):
            self.model = inputs.train.model    # `train` ends with self.next(self.join)
            self.next(self.end)
    """

    code = "FC509"
    title = "no such input"
    label = "`{input}` is no input of the join `{step}`{suggestion}"
    help = "its inputs are {inputs}"
    step: str
    input: str
    inputs: str
    suggestion: str = ""


class InputWithoutArtifact(Diagnostic):
    """A join reads an artifact that the input cannot have.

    An input has what its step, and the steps before it, have set:

        @step
        def train(self):
            self.model = fit(self.data)
            self.next(self.join)

        @step
        def join(self, inputs):
            self.model = inputs.train.model
            self.next(self.end)
    """

    code = "FC510"
    title = "input without that artifact"
    label = "{subject} have `{name}`, which nothing on the way there sets{suggestion}"
    help = "set it in the step that the input comes from, or before"
    subject: str
    name: str
    suggestion: str = ""


class ReadOnly(Diagnostic):
    """A step assigns to a parameter or to another attribute of the flow's class.

    Parameters, configs, included files and class constants are the same in every step of a
    run, so a step cannot set them. Use another name for what is computed from them:

        learning_rate = Parameter("learning_rate", default=0.1)

        @step
        def start(self):
            self.rate = self.learning_rate / 10
            self.next(self.end)
    """

    code = "FC511"
    title = "assignment to a read-only attribute"
    label = "`{name}` is {what} of the flow, which no step can set"
    help = "choose another name for the artifact"
    name: str
    what: str


class NeverWrittenForNext(Diagnostic):
    """`self.next(...)` names an artifact that nothing can have set by then.

    The list of a foreach, the condition of a switch and the size of a gang are artifacts,
    set in this step or before it:

        @step
        def start(self):
            self.items = [1, 2, 3]
            self.next(self.process, foreach="items")
    """

    code = "FC512"
    title = "transition by an artifact that was never set"
    label = (
        "`{argument}` needs `{name}`, but neither `{step}` nor a step before sets it{suggestion}"
    )
    help = "set it first: `self.{name} = ...`"
    argument: str
    step: str
    name: str
    suggestion: str = ""
