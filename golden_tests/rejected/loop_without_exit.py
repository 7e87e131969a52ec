"""A loop has a switch, but every case of it stays in the loop."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.loss = 0.5
        self.next(self.check)

    @step
    def check(self):
        self.verdict = "retrain" if self.loss > 0.1 else "tune"
        self.next({"retrain": self.train, "tune": self.tune}, condition="verdict")

    @step
    def tune(self):
        self.next(self.train)

    @step
    def end(self):
        pass
