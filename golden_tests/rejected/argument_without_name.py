"""`@retry` is given its number without a name."""

from metaflow import FlowSpec, retry, step


class ChurnFlow(FlowSpec):
    @retry(3)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
