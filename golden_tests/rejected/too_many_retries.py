"""More retries than Metaflow allows."""

from metaflow import FlowSpec, retry, step


class ChurnFlow(FlowSpec):
    @retry(times=10)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
