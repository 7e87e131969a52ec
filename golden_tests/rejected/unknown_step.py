"""The name of the next step is misspelt."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train_modle)

    @step
    def train_model(self):
        self.next(self.end)

    @step
    def end(self):
        pass
