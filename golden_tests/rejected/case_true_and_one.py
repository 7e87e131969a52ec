"""The cases True and 1 are the same key in Python."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.retries = 1
        self.next({True: self.train, 1: self.tune, 2: self.end}, condition="retries")

    @step
    def train(self):
        self.next(self.end)

    @step
    def tune(self):
        self.next(self.end)

    @step
    def end(self):
        pass
