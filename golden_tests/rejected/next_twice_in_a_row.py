"""Two branches are written as two calls of `self.next`."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest)
        self.next(self.linear)

    @step
    def forest(self):
        self.next(self.join)

    @step
    def linear(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
