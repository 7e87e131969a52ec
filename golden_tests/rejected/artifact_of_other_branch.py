"""A branch reads what only the other branch sets."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.load, self.train)

    @step
    def load(self):
        self.rows = [1, 2, 3]
        self.next(self.join)

    @step
    def train(self):
        print(sum(self.rows))
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
