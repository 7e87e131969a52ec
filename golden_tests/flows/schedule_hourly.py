"""Covers: a flow that runs hourly."""

from metaflow import FlowSpec, schedule, step


@schedule(hourly=True)
class HourlyFlow(FlowSpec):
    @step
    def start(self):
        self.counted = len("hourly")
        self.next(self.end)

    @step
    def end(self):
        print(self.counted)


if __name__ == "__main__":
    HourlyFlow()
