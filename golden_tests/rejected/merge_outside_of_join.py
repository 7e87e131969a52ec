"""A step that joins nothing merges."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2, 3]
        self.next(self.train)

    @step
    def train(self):
        self.merge_artifacts(self.rows)
        self.next(self.end)

    @step
    def end(self):
        pass
