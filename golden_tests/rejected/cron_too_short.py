"""A cron expression lacks a field."""

from metaflow import FlowSpec, schedule, step


@schedule(cron="30 6 * *")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
