"""The items of a foreach are never joined."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.next(self.train, foreach="regions")

    @step
    def train(self):
        self.model = self.input
        self.next(self.end)

    @step
    def end(self):
        pass
