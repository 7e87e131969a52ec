"""The first step is called `begin`, and nothing marks it as the start."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def begin(self):
        self.rows = list(range(10))
        self.next(self.train)

    @step
    def train(self):
        self.loss = 1 / len(self.rows)
        self.next(self.end)

    @step
    def end(self):
        print(self.loss)
