"""Gang of jobs: members that are jobs of AWS Batch cannot find each other."""

from metaflow import FlowSpec, batch, parallel, step


class JobsGangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work, num_parallel=2)

    @batch(queue="training")
    @parallel
    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
