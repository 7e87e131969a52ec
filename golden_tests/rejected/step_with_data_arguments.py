"""A step takes its data as arguments, as a function would."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(10))
        self.next(self.train)

    @step
    def train(self, rows, learning_rate=0.1):
        self.loss = learning_rate / len(rows)
        self.next(self.end)

    @step
    def end(self):
        print(self.loss)
