"""A join reads from the first step of a branch, not from its last one."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.score = 0.8
        self.next(self.forest_report)

    @step
    def forest_report(self):
        print(self.score)
        self.next(self.join)

    @step
    def linear(self):
        self.score = 0.7
        self.next(self.join)

    @step
    def join(self, inputs):
        self.score = max(inputs.forest.score, inputs.linear.score)
        self.next(self.end)

    @step
    def end(self):
        print(self.score)
