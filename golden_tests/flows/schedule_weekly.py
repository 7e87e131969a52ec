"""Covers: a flow that runs weekly."""

from metaflow import FlowSpec, schedule, step


@schedule(weekly=True)
class WeeklyFlow(FlowSpec):
    @step
    def start(self):
        self.counted = len("weekly")
        self.next(self.end)

    @step
    def end(self):
        print(self.counted)


if __name__ == "__main__":
    WeeklyFlow()
