"""Covers: a foreach in one case of a switch; the other case has one task."""

from metaflow import FlowSpec, Parameter, step


class BackfillFlow(FlowSpec):
    mode = Parameter("mode", default="full", help="full or daily")

    @step
    def start(self):
        self.days = ["2026-01-01", "2026-01-02", "2026-01-03"]
        self.chosen = self.mode
        self.next({"full": self.plan, "daily": self.load_latest}, condition="chosen")

    @step
    def plan(self):
        self.next(self.load_day, foreach="days")

    @step
    def load_day(self):
        self.day = self.input
        self.next(self.join_days)

    @step
    def join_days(self, inputs):
        self.loaded = [task.day for task in inputs]
        self.next(self.publish)

    @step
    def load_latest(self):
        self.loaded = self.days[-1:]
        self.next(self.publish)

    @step
    def publish(self):
        self.count = len(self.loaded)
        self.next(self.end)

    @step
    def end(self):
        print("loaded", self.count, "days")


if __name__ == "__main__":
    BackfillFlow()
