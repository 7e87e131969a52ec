"""`@schedule` stands on the start step."""

from metaflow import FlowSpec, schedule, step


class ChurnFlow(FlowSpec):
    @schedule(daily=True)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
