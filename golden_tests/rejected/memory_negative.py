"""The memory of a step is below zero."""

from metaflow import FlowSpec, resources, step

TOTAL = 16_000


class ChurnFlow(FlowSpec):
    @resources(memory=TOTAL - 32_000)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
