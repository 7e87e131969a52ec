"""A time limit is written as words."""

from metaflow import FlowSpec, step, timeout


class ChurnFlow(FlowSpec):
    @timeout(seconds="two hours")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
