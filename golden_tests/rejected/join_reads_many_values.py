"""A join reads an artifact that each item has set differently."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.next(self.train, foreach="regions")

    @step
    def train(self):
        self.score = len(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        print(self.score)
        self.next(self.end)

    @step
    def end(self):
        pass
