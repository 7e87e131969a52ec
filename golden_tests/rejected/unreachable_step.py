"""A step is left over: nothing leads to it any more."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(10))
        self.next(self.train)

    @step
    def clean(self):
        self.rows = [row for row in self.rows if row]
        self.next(self.train)

    @step
    def train(self):
        print(self.rows)
        self.next(self.end)

    @step
    def end(self):
        pass
