"""Two branches go to the end step without a join."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.next(self.end)

    @step
    def linear(self):
        self.next(self.end)

    @step
    def end(self):
        pass
