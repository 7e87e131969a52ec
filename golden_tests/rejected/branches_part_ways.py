"""The branches of one split go to two different joins."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest, self.linear, self.profile)

    @step
    def forest(self):
        self.next(self.choose)

    @step
    def linear(self):
        self.next(self.choose)

    @step
    def profile(self):
        self.next(self.report)

    @step
    def choose(self, inputs):
        self.next(self.report)

    @step
    def report(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
