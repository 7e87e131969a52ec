"""Batch without queue: neither the steps nor the settings name what Batch needs."""

from metaflow import FlowSpec, batch, step


class QueuelessFlow(FlowSpec):
    @batch
    @step
    def start(self):
        self.next(self.end)

    @batch(queue="training", cpu=2, memory=4096)
    @step
    def end(self):
        pass
