"""`condition` is given a comparison."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(10))
        self.next({True: self.train, False: self.end}, condition=len(self.rows) > 5)

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
