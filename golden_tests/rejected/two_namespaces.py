"""Two steps ask for two namespaces."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(namespace="data")
    @step
    def start(self):
        self.next(self.train)

    @kubernetes(namespace="training")
    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
