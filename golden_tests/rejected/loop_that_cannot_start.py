"""Two switches lead to each other, and neither can leave."""

from metaflow import FlowSpec, step


class TuneFlow(FlowSpec):
    @step
    def start(self):
        self.verdict = "again"
        self.next(self.train)

    @step
    def train(self):
        self.next({"again": self.evaluate, "same": self.train}, condition="verdict")

    @step
    def evaluate(self):
        self.next({"again": self.train, "same": self.evaluate}, condition="verdict")

    @step
    def end(self):
        pass
