"""A step takes inputs, but nothing was split."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
