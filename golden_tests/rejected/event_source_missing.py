"""The settings do not name the source of events."""

from metaflow import FlowSpec, step, trigger


@trigger(event="rows_loaded")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
