"""Two steps are marked as the start of the flow."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step(start=True)
    def load(self):
        self.rows = list(range(10))
        self.next(self.train)

    @step(start=True)
    def train(self):
        self.loss = 1 / len(self.rows)
        self.next(self.end)

    @step
    def end(self):
        print(self.loss)
