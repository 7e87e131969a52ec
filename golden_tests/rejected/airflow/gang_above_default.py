"""Gang above default: it must run more tasks at once than Airflow does unless it is told to."""

from metaflow import FlowSpec, parallel, step


class DefaultGangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work, num_parallel=32)

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
