"""The end step is to join the branches."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.score = 0.8
        self.next(self.end)

    @step
    def linear(self):
        self.score = 0.7
        self.next(self.end)

    @step
    def end(self, inputs):
        print(max(i.score for i in inputs))
