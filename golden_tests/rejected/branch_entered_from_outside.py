"""A switch jumps to a branch of a split."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.mode = "full"
        self.next({"full": self.fan_out, "quick": self.linear}, condition="mode")

    @step
    def fan_out(self):
        self.next(self.forest, self.linear)

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
