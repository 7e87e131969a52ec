"""A list is unpacked where a dict belongs."""

from metaflow import FlowSpec, resources, step

SIZES = [4, 16000]


class ChurnFlow(FlowSpec):
    @resources(**SIZES)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
