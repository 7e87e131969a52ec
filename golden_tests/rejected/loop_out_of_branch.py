"""A branch of a split goes back to before the split."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.load)

    @step
    def load(self):
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.verdict = "more data"
        self.next({"more data": self.load, "enough": self.join}, condition="verdict")

    @step
    def linear(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
