"""A foreach leads to its join at once."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.next(self.join, foreach="regions")

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
