"""An artifact is misspelt where it is read."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.customers = ["ada", "bo"]
        self.next(self.end)

    @step
    def end(self):
        print(len(self.custmers))
