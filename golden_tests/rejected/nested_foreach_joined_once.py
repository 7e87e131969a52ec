"""Two nested foreaches, and one join for both."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.next(self.load, foreach="regions")

    @step
    def load(self):
        self.models = ["forest", "linear"]
        self.next(self.train, foreach="models")

    @step
    def train(self):
        self.score = 0.5
        self.next(self.join)

    @step
    def join(self, inputs):
        self.best = max(i.score for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print("done")
