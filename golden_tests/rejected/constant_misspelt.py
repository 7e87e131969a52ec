"""A constant is misspelt."""

from metaflow import FlowSpec, resources, step

TRAIN_MEMORY = 16_000


class ChurnFlow(FlowSpec):
    @resources(memory=TRAIN_MEMROY)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
