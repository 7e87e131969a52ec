"""Artifacts that are read, merged or set wrongly."""

from metaflow import FlowSpec, Parameter, parallel, step


class Chain(FlowSpec):
    alpha = Parameter("alpha", default=1)
    LIMIT = 3

    @step
    def start(self):
        print(self.later)  # E: FC500 "`start` reads `later`, but nothing before it sets `later`"
        self.LIMIT = 4  # E: FC511 "`LIMIT` is a constant of the flow, which no step can set"
        del self.alpha
        self.score = lambda x: x * 2
        print(self.score(2))
        self.next(self.middle)

    @step
    def middle(self):
        self.later = self.alpah  # E: FC500 "`middle` reads `alpah`, but nothing before it sets `alpah`; did"
        self.next(self.end)

    @step
    def end(self):
        print(self.score(3))  # E: FC500 "`end` reads `score`, but nothing before it sets `score`"
        print(self.later, self.latr, getattr(self, "ltr", None))  # E: FC500 "`end` reads `latr`, but nothing before it sets `latr`; did you"
        self.summary()

    def summary(self):
        return self.nothing  # E: FC500 "`end` reads `nothing`, but nothing before it sets `nothing`"


class Branches(FlowSpec):
    @step
    def start(self):
        self.rows = [1]
        self.next(self.left, self.right)

    @step
    def left(self):
        self.score = 1
        self.only_left = 1
        self.next(self.join)

    @step
    def right(self):
        self.score = 2
        print(self.only_left)  # E: FC500 "`right` reads `only_left`, but nothing before it sets"
        self.next(self.join)

    @step
    def join(self, inputs):
        print(self.rows, self.score)
        print(inputs.middle.score, inputs.left.scores, inputs.right.only_left)  # E: FC509 "`middle` is no input of the join `join`"  # E: FC510 "`left` cannot have `scores`, which nothing on the way there"  # E: FC510 "`right` cannot have `only_left`, which nothing on the way there"
        print([i.only_left for i in inputs])
        self.merge_artifacts(inputs)  # W: FC505 "`score` is set in each of several inputs, which fails unless"
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)


class Lost(FlowSpec):
    @step
    def start(self):
        self.rows = [1]
        self.next(self.work, foreach="rows")

    @step
    def work(self):
        self.score = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["row"])  # E: FC507 "no input of the join `join` has `row`; did you mean `rows`?"
        self.next(self.end)

    @step
    def end(self):
        print(self.rows, self.score)  # E: FC504 "`end` reads `rows`, which the join `join` does not pass on"  # E: FC504 "`end` reads `score`, which the join `join` does not pass on"


class Merges(FlowSpec):
    @step
    def start(self):
        self.rows = [1]
        self.merge_artifacts([])  # E: FC508 "`start` is no join, so it has no inputs to merge"
        self.next(self.left, self.right)

    @step
    def left(self):
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["rows"], exclude=["rows"])  # E: FC506 "`merge_artifacts` takes `include` or `exclude`, not both"
        self.next(self.end)

    @step
    def end(self):
        self.merge_artifacts(self.rows)  # E: FC508 "`end` is no join, so it has no inputs to merge"


class Switches(FlowSpec):
    @step
    def start(self):
        if input():
            self.mode = "a"
        self.next({"a": self.first, "b": self.second}, condition="mod")  # E: FC512 "`condition` needs `mod`, but neither `start` nor a step before"

    @step
    def first(self):
        self.one = 1
        self.next(self.end)

    @step
    def second(self):
        print(self.one)  # E: FC500 "`second` reads `one`, but nothing before it sets `one`"
        self.next(self.end)

    @step
    def end(self):
        print(self.one)


class Gang(FlowSpec):
    @step
    def start(self):
        self.next(self.work, num_parallel=self.workers)  # E: FC512 "`num_parallel` needs `workers`, but neither `start` nor a step"

    @parallel
    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


class Opaque(FlowSpec):
    @step
    def start(self):
        fill(self)
        self.next(self.end)

    @step
    def end(self):
        print(self.filled)  # W: FC501 "nothing in plain sight sets `filled` before `end` needs it"


def fill(flow):
    setattr(flow, input(), 1)
