"""A step counts up an artifact that nothing has begun."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows += 1
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)
