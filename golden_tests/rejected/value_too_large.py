"""An environment variable is a gigabyte long."""

from metaflow import FlowSpec, environment, step


class ChurnFlow(FlowSpec):
    @environment(vars={"PADDING": "x" * 10**9})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
