"""The amount of an extended resource is a word."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(extended_resources={"vendor.example/fpga": "one"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
