"""Signatures of steps, and what they call with `self.next`."""

from company_tools import Reporting
from metaflow import FlowSpec, parallel, step

COUNT = 3
NAMES = ["a", "b"]


class CamelCase(FlowSpec):
    @step
    def start(self):
        self.next(self.End)

    @step
    def End(self):  # E: FC101 "`End` has characters other than `a-z`, `0-9` and `_`, or begins"
        pass


class NextInLoop(FlowSpec):
    @step
    def start(self):
        for name in NAMES:
            self.next(self.end)  # E: FC106 "`self.next` must be the last statement of `start`, outside"

    @step
    def end(self):
        pass


class NextInWith(FlowSpec):
    @step
    def start(self):
        with open("rows") as rows:
            self.rows = list(rows)
            self.next(self.end)  # E: FC106 "`self.next` must be the last statement of `start`, outside"

    @step
    def end(self):
        pass


class NextReturned(FlowSpec):
    @step
    def start(self):
        return self.next(self.end)  # E: FC106 "`self.next` must be the last statement of `start`, outside"

    @step
    def end(self):
        pass


class NextAssigned(FlowSpec):
    @step
    def start(self):
        self.following = self.next(self.end)  # E: FC106 "`self.next` must be the last statement of `start`, outside"

    @step
    def end(self):
        pass


class NextConditional(FlowSpec):
    @step
    def start(self):
        self.next(self.a if COUNT else self.end)  # E: FC107 "a target is written `self.<step>`, not `self.a if COUNT else"

    @step
    def a(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class NextList(FlowSpec):
    @step
    def start(self):
        self.next([self.a, self.b])  # E: FC107 "a target is written `self.<step>`, not `[self.a, self.b]`"

    @step
    def a(self):
        self.next(self.join)

    @step
    def b(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


class NextByClass(FlowSpec):
    @step
    def start(self):
        self.next(NextByClass.end)  # E: FC107 "a target is written `self.<step>`, not `NextByClass.end`"

    @step
    def end(self):
        pass


class TargetKeyword(FlowSpec):
    @step
    def start(self):
        self.next(self.end, wait=True)  # E: FC109 "`self.next` takes no `wait`"

    @step
    def end(self):
        pass


class Unpacked(FlowSpec):
    @step
    def start(self):
        self.items = [1]
        self.next(self.a, **{"foreach": "items"})  # E: FC109 "`self.next` takes no `**{'foreach': 'items'}`"

    @step
    def a(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class ForeachNumber(FlowSpec):
    @step
    def start(self):
        self.next(self.a, foreach=COUNT)  # E: FC112 "`foreach` takes the name of an artifact, as a string"

    @step
    def a(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


class ForeachSentence(FlowSpec):
    @step
    def start(self):
        self.next(self.a, foreach="self.items")  # E: FC112 "`foreach` takes the name of an artifact, as a string"

    @step
    def a(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


class GangFloat(FlowSpec):
    @step
    def start(self):
        self.next(self.a, num_parallel=2.0)  # E: FC113 "`num_parallel` is `2.0`, not a whole number of at least 1"

    @parallel
    @step
    def a(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


class GangNegative(FlowSpec):
    @step
    def start(self):
        self.next(self.a, num_parallel=-COUNT)  # E: FC113 "`num_parallel` is `-3`, not a whole number of at least 1"

    @parallel
    @step
    def a(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


class SwitchEmpty(FlowSpec):
    @step
    def start(self):
        self.mode = "a"
        self.next({}, condition="mode")  # E: FC114 "`condition` needs a dict of cases as the only argument before it"

    @step
    def end(self):
        pass


class SwitchOfStrings(FlowSpec):
    @step
    def start(self):
        self.mode = "a"
        self.next({"a": "train", "b": self.end}, condition="mode")  # E: FC107 "a target is written `self.<step>`, not `'train'`"

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class SwitchOfTuples(FlowSpec):
    @step
    def start(self):
        self.mode = "a"
        self.next({("a", 1): self.train, "b": self.end}, condition="mode")  # E: FC117 "a case is a string, a number or a bool, not `('a', 1)`"

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class SwitchUnknownCase(FlowSpec):
    @step
    def start(self):
        self.mode = "a"
        self.next({UNKNOWN: self.train, "b": self.end}, condition="mode")  # E: FC401 "`UNKNOWN` is not defined here"

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class SwitchAndForeach(FlowSpec):
    @step
    def start(self):
        self.mode = "a"
        self.next({"a": self.train, "b": self.end}, condition="mode", foreach="mode")  # E: FC110 "`condition` and `foreach` cannot go together"

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class SwitchUnknownStep(FlowSpec):
    @step
    def start(self):
        self.mode = "a"
        self.next({"a": self.trian, "b": self.end}, condition="mode")  # E: FC130 "`start` goes to `trian`, which is not a step of this flow; did"

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class OnlyOtherSelf(FlowSpec):
    @step
    def start(this):
        this.next(this.end)

    @step
    def end(this, inputs, more):  # E: FC103 "`end` takes 3 arguments; a step takes `self`, a join `self`"
        pass


class BothWithoutNext(FlowSpec):
    @step
    def start(self):  # E: FC105 "`start` does not say which step comes next"
        self.rows = 1

    @step
    def train(self):  # E: FC105 "`train` does not say which step comes next"
        self.rows = 2

    @step
    def end(self):
        pass


class WayBackWithoutSwitch(FlowSpec):
    @step
    def start(self):
        self.next(self.start)  # E: FC132 "`start` goes to `start`, where the flow starts"

    @step
    def end(self):
        pass


class EndMarkedAndNamed(FlowSpec):
    mode = "a"

    @step
    def start(self):
        self.next({"a": self.save, "b": self.end}, condition="mode")

    @step(end=True)
    def save(self):
        pass

    @step
    def end(self):  # E: FC019 "this step is named `end`, but `save` is marked `@step(end=True)`"
        pass


class ParallelEnd(FlowSpec):
    @step
    def start(self):
        self.next(self.end, num_parallel=2)

    @parallel
    @step
    def end(self):  # E: FC144 "`end` has `@parallel`, and it is the end of the flow"
        pass


class UnseenBase(Reporting, FlowSpec):  # W: FC013 "`Reporting` is not part of the project: steps and parameters in"
    @step
    def start(self):
        pass


class StringTargetOfAFanOut(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2]
        self.next("train", foreach="rows")  # E: FC107 "write `self.train`"

    @step
    def train(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
