"""The settings module beside the flow has a syntax error."""

from metaflow import FlowSpec, resources, step
from sizes import LARGE


class ChurnFlow(FlowSpec):
    @resources(memory=LARGE)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
