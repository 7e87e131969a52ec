"""The last step is called `finish`, and nothing marks it as the end."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(10))
        self.next(self.train)

    @step
    def train(self):
        self.loss = 1 / len(self.rows)
        self.next(self.finish)

    @step
    def finish(self):
        print(self.loss)
