"""The next step is called instead of named."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train())

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
