"""A branch may skip the join and end the flow."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.quality = "good"
        self.next({"good": self.join, "bad": self.end}, condition="quality")

    @step
    def linear(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
