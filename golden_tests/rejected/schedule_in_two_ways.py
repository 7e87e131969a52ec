"""`@schedule` is daily and has a cron expression."""

from metaflow import FlowSpec, schedule, step


@schedule(daily=True, cron="0 6 * * *")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
