"""One step is marked as the start, another one is named so."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step(start=True)
    def load(self):
        self.rows = list(range(10))
        self.next(self.start)

    @step
    def start(self):
        self.loss = 1 / len(self.rows)
        self.next(self.end)

    @step
    def end(self):
        print(self.loss)
