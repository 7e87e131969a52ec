"""The skeleton of the team's flows."""

from metaflow import FlowSpec, Parameter, retry, step


class BaseFlow(FlowSpec):
    source = Parameter("source", default="warehouse")
    rate = Parameter("rate", default=0.25, help="What the flow itself replaces")

    @retry(times=2)
    @step
    def start(self):
        self.rows = [1, 2, 3] if self.source == "warehouse" else []
        self.next(self.train)

    @step
    def train(self):
        raise NotImplementedError
        self.next(self.end)

    @step
    def end(self):
        pass
