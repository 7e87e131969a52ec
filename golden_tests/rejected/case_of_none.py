"""A case of a switch is None, for a value that is not there."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.model = None
        self.next({None: self.train, "forest": self.end}, condition="model")

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
