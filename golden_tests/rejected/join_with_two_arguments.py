"""A join takes one argument for each branch."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.score = 0.8
        self.next(self.join)

    @step
    def linear(self):
        self.score = 0.7
        self.next(self.join)

    @step
    def join(self, forest, linear):
        self.score = max(forest.score, linear.score)
        self.next(self.end)

    @step
    def end(self):
        print(self.score)
