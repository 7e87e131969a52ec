"""Several events."""

from metaflow import FlowSpec, step, trigger


@trigger(events=["data", "model"])
class SeveralEventsFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
