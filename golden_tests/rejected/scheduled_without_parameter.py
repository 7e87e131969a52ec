"""A flow with a required parameter runs every day."""

from metaflow import FlowSpec, Parameter, schedule, step


@schedule(daily=True)
class ChurnFlow(FlowSpec):
    day = Parameter("day", required=True)

    @step
    def start(self):
        print(self.day)
        self.next(self.end)

    @step
    def end(self):
        pass
