"""`@trigger` names no event."""

from metaflow import FlowSpec, step, trigger


@trigger
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
