"""A merge both includes and excludes."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2, 3]
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
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["rows"], exclude=["score"])
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)
