"""A merge includes an artifact that no branch has."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2, 3]
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.next(self.join)

    @step
    def linear(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["row"])
        self.next(self.end)

    @step
    def end(self):
        pass
