"""The name of a secret has an underscore."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(secrets=["warehouse_password"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
