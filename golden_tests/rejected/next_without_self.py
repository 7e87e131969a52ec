"""The next step is named without `self`."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(train)

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
