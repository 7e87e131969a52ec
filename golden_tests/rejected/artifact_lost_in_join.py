"""A join does not pass on what a later step reads."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.threshold = 0.5
        self.next(self.train, foreach="regions")

    @step
    def train(self):
        self.score = len(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.best = max(i.score for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.best > self.threshold)
