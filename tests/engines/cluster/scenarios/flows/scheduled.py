"""A flow that starts each minute."""

from metaflow import FlowSpec, Parameter, schedule, step


TEXT = """it's {{=1+1}} {% raw %} "quoted" $(id)"""


@schedule(cron="* * * * *")
class ScheduledFlow(FlowSpec):
    text = Parameter("text", default=TEXT)

    @step
    def start(self):
        self.seen = self.text
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ScheduledFlow()
