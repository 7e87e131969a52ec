"""A cron expression has the hour 24."""

from metaflow import FlowSpec, schedule, step


@schedule(cron="0 24 * * *")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
