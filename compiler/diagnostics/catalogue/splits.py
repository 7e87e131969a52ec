"""Splits and joins: FC160-FC179."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic


class EndJoins(Diagnostic):
    """The end step takes inputs, as a join does.

    The end step cannot join. Put a join before it:

        @step
        def join(self, inputs):
            self.merge_artifacts(inputs)
            self.next(self.end)

        @step
        def end(self):
            ...
    """

    code = "FC160"
    title = "the end step is a join"
    label = "`{end}` takes `{inputs}`, but the end step cannot be a join"
    help = "remove the argument, and put a step `def join(self, {inputs}):` before `{end}`"
    end: str
    inputs: str


class JoinWithoutSplit(Diagnostic):
    """A step takes inputs, but there are no branches that it could join.

    The second argument makes a step a join, and a join belongs to a split, a foreach or
    `num_parallel` before it. A step after a switch is no join: only one case runs.
    """

    code = "FC161"
    title = "a join without a split"
    label = "`{step}` takes `{inputs}`, but no split before it is open"
    help = "write `def {step}(self):`, or add a split that this step joins"
    step: str
    inputs: str


class SplitWithoutJoin(Diagnostic):
    """A split is never joined.

    All branches of a split, all items of a `foreach` and all tasks of `num_parallel`
    come together in a join, a step with a second argument, before the flow ends:

        @step
        def join(self, inputs):
            self.next(self.end)
    """

    code = "FC162"
    title = "a split without a join"
    label = "`{split}` starts {branches}, and no join brings them together before `{end}`"
    help = "add a step `def join(self, inputs):` that they all go to, before `{end}`"
    split: str
    branches: str
    end: str


class EndInsideSplit(Diagnostic):
    """A way leads to the end step past the join of a split.

    The join waits for every branch, so each way through a branch has to lead there.
    """

    code = "FC163"
    title = "the end step is reached before a join"
    label = "`{step}` goes to `{end}` before `{join}` has joined the split at `{split}`"
    help = "go to `{join}` instead, or to a step that leads there"
    step: str
    end: str
    join: str
    split: str


class JoinOfUnrelatedSplits(Diagnostic):
    """What arrives at a join does not come from the branches of one split.

    A join ends exactly one split. Where splits are nested, the inner one needs a join of
    its own before the outer one's:

        start -> (a, b);  b -> (c, d);  c, d -> inner;  a, inner -> outer
    """

    code = "FC164"
    title = "a join of unrelated steps"
    label = "`{step}` joins {groups}, which do not belong to one split"
    help = "give each split a join of its own, the inner one's first"
    step: str
    groups: str


class BranchesPartWays(Diagnostic):
    """Branches of one split lead to different joins.

    A join waits for all branches of its split, so none may go elsewhere.
    """

    code = "FC165"
    title = "a join that waits in vain"
    label = (
        "`{step}` and `{other}` both join the split at `{split}`: "
        "{here} to the first, {there} to the second"
    )
    help = "let all branches of `{split}` lead to the same join"
    step: str
    other: str
    split: str
    here: str
    there: str


class MeetWithoutJoin(Diagnostic):
    """Branches of a split come together in a step that is not a join.

    A second argument makes it one; what each branch left is in there:

        @step
        def gather(self, inputs):
            self.best = max(inputs, key=lambda branch: branch.score).model
            self.next(self.end)
    """

    code = "FC166"
    title = "branches meet without a join"
    label = "branches of the split at `{split}` meet in `{step}`, which is not a join"
    help = "write `def {step}(self, inputs):`, or lead the branches to a join before it"
    split: str
    step: str


class BranchEnteredFromOutside(Diagnostic):
    """The first step of a branch is also named by a step other than its split.

    A branch belongs to its split, so that the join knows what it waits for. Let the
    other step lead to the split, or to a step of its own.
    """

    code = "FC167"
    title = "a branch entered from outside of its split"
    label = "`{step}` goes to `{target}`, which is where a branch of `{split}` begins"
    help = "only `{split}` may start `{target}`; lead `{step}` to another step"
    step: str
    target: str
    split: str


class CrossesSplit(Diagnostic):
    """A `self.next` leads into a branch of a split from outside, or out of it.

    Into a branch leads only its split, and out of it only the join. Loops and switches
    are fine as long as they stay within one branch, or contain the split and its join.
    """

    code = "FC168"
    title = "a way across a split"
    label = "`{step}` goes to `{target}`, but {here}, and {there}"
    help = "stay in the branch up to its join; branch, loop or skip only within it"
    step: str
    target: str
    here: str
    there: str


class EmptyBranch(Diagnostic):
    """A split leads straight to a join, with no step between the two.

    There is nothing to run for the branch or for the items. Put a step in between:

        self.next(self.work, foreach="items")
    """

    code = "FC169"
    title = "nothing between split and join"
    label = "`{split}` {how} `{join}`, which is a join, with no step in between"
    help = "name the step that does the work, and let that step lead to `{join}`"
    split: str
    how: str
    join: str
