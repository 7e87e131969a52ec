"""A bracket of a decorator is never closed."""

from metaflow import FlowSpec, resources, step


class ChurnFlow(FlowSpec):
    @resources(cpu=4, memory=16000
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
