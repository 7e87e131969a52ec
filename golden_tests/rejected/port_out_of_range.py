"""The port of a service is no port."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(port=80_080)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
