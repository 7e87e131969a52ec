"""Disk on ec2."""

from metaflow import FlowSpec, batch, resources, step


class DiskFlow(FlowSpec):
    @resources(disk=50_000)
    @step
    def start(self):
        self.next(self.work)

    @batch(ephemeral_storage=100)
    @step
    def work(self):
        self.next(self.end)

    @step
    def end(self):
        pass
