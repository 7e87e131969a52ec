"""The value of a label is free text."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(labels={"team": "growth and churn", "cost-centre": "4711"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
