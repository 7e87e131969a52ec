"""The next step is a method that lacks its `@step`."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
