"""A schedule in the dialect of AWS names the last day of the month."""

from metaflow import FlowSpec, schedule, step


@schedule(cron="0 6 L * ? *")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
