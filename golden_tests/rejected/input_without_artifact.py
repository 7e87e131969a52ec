"""A join reads an artifact that one of its inputs does not have."""

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
        self.accuracy = 0.7
        self.next(self.join)

    @step
    def join(self, inputs):
        self.score = max(inputs.forest.score, inputs.linear.score)
        self.next(self.end)

    @step
    def end(self):
        print(self.score)
