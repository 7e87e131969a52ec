"""Covers: a flow that runs daily."""

from metaflow import FlowSpec, schedule, step


@schedule(daily=True)
class DailyFlow(FlowSpec):
    @step
    def start(self):
        self.counted = len("daily")
        self.next(self.end)

    @step
    def end(self):
        print(self.counted)


if __name__ == "__main__":
    DailyFlow()
