"""`@retry` is given the time limit of `@timeout`."""

from metaflow import FlowSpec, retry, step


class ChurnFlow(FlowSpec):
    @retry(times=3, seconds=300)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
