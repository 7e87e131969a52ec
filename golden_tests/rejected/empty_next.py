"""`self.next()` names nothing."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(10))
        self.next()

    @step
    def end(self):
        pass
