"""The file is Latin-1, and does not say so."""

from metaflow import FlowSpec, step

OWNER = "Zoë"


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(OWNER)
