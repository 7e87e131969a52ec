"""A join takes a branch of the outer and both of the inner split."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.profile, self.load)

    @step
    def profile(self):
        self.next(self.join)

    @step
    def load(self):
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
