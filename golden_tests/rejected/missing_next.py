"""A step in the middle does not say what comes next."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(10))
        self.next(self.train)

    @step
    def train(self):
        self.loss = 1 / len(self.rows)

    @step
    def end(self):
        print("done")
