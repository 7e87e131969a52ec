"""A step asks for both Kubernetes and AWS Batch."""

from metaflow import FlowSpec, batch, kubernetes, step


class ChurnFlow(FlowSpec):
    @batch(memory=16000)
    @kubernetes(memory=16000)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
