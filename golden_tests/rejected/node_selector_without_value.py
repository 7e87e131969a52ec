"""A node selector names a label and no value."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(node_selector="pool=gpu,zone")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
