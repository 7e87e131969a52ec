"""A warm start jumps into the middle of a loop."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.mode = "warm"
        self.next({"full": self.load, "warm": self.train}, condition="mode")

    @step
    def load(self):
        self.next(self.train)

    @step
    def train(self):
        self.verdict = "again"
        self.next({"again": self.load, "done": self.end}, condition="verdict")

    @step
    def end(self):
        pass
