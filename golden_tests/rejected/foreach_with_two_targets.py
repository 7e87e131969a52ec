"""Two steps are to run for each item."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.next(self.train, self.plot, foreach="regions")

    @step
    def train(self):
        self.next(self.join)

    @step
    def plot(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
