"""The unit of memory is misspelt."""

from metaflow import FlowSpec, resources, step


class ChurnFlow(FlowSpec):
    @resources(memory="16GiG")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
