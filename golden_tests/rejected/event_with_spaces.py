"""The name of an event is a sentence."""

from metaflow import FlowSpec, step, trigger


@trigger(event="all rows loaded")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
