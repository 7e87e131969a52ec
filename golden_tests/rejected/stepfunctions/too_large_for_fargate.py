"""Too large for fargate."""

from metaflow import FlowSpec, batch, resources, step


class LargeOnFargateFlow(FlowSpec):
    @resources(cpu=64, memory=500_000)
    @step
    def start(self):
        self.next(self.work)

    @batch(gpu=1, shared_memory=100, host_volumes="/data", privileged=True, inferentia=1)
    @step
    def work(self):
        self.next(self.end)

    @step
    def end(self):
        pass
