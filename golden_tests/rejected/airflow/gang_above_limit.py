"""Gang above limit: the DAG may not run as many tasks at once as must meet."""

from metaflow import FlowSpec, parallel, step


class WideGangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work, num_parallel=8)

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
