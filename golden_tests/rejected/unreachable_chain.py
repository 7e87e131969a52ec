"""Several steps in a row that nothing leads to."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def load_legacy(self):
        self.next(self.clean_legacy)

    @step
    def clean_legacy(self):
        self.next(self.train)

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
