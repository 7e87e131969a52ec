"""`@retry` stands below `@step`."""

from metaflow import FlowSpec, retry, step


class ChurnFlow(FlowSpec):
    @step
    @retry(times=3)
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
