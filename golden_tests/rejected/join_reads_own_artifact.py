"""A join reads what was set before the split as if it were its own."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2, 3]
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.next(self.join)

    @step
    def linear(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        print(len(self.rows))
        self.next(self.end)

    @step
    def end(self):
        pass
