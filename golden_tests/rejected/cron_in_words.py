"""A cron expression is written as words."""

from metaflow import FlowSpec, schedule, step


@schedule(cron="every day at 6")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
