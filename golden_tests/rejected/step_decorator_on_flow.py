"""`@retry` stands on the flow, to hold for all of its steps."""

from metaflow import FlowSpec, retry, step


@retry(times=3)
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
