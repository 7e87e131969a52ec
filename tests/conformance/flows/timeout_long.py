"""Timeouts in time: in minutes and hours, on a join, together with an environment."""
# $ run

import os

from metaflow import FlowSpec, environment, step, timeout


class TimeoutLongFlow(FlowSpec):
    @timeout(minutes=2, seconds=30)
    @environment(vars={"A": "1", "B": "x y", "HOME": "elsewhere"})
    @step
    def start(self):
        self.seen = [os.environ[name] for name in ("A", "B", "HOME")]
        self.next(self.left, self.right)

    @timeout(hours=1)
    @step
    def left(self):
        self.leaks = os.environ.get("A")
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @timeout(hours=2)
    @step
    def join(self, inputs):
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.seen, self.leaks)


if __name__ == "__main__":
    TimeoutLongFlow()
