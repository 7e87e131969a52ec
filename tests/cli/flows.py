"""Flows that tests run, small and quick."""

from __future__ import annotations

PARAMETERS = """\
from metaflow import FlowSpec, IncludeFile, JSONType, Parameter, step


class Fit(FlowSpec):
    alpha = Parameter("alpha", default=0.5, help="How much to shrink.")
    share = Parameter("test-share", type=float, required=True)
    rounds = Parameter("n_rounds", default=3)
    dry = Parameter("dry", default=False, help="Only look.")
    grid = Parameter("grid", type=JSONType, default='{"a": 1}')
    names = Parameter("names", default="a,b", separator=",")
    secret = Parameter("secret", default="hunter2", show_default=False)
    when = Parameter("when", default=lambda context: "now")
    notes = IncludeFile("notes", help="What to keep in mind.")

    @step
    def start(self):
        print(self.alpha, self.share, self.rounds, self.dry, self.grid, self.names)
        print(self.secret, self.when, self.notes)
        self.next(self.end)

    @step
    def end(self):
        pass
"""

FAN = """\
import sys

from metaflow import FlowSpec, Parameter, current, retry, step


class Fan(FlowSpec):
    width = Parameter("width", default=2)
    bad = Parameter("bad", default=-1)

    @step
    def start(self):
        self.items = list(range(self.width))
        self.next(self.work, foreach="items")

    @retry(times=1, minutes_between_retries=0)
    @step
    def work(self):
        print(f"item {self.input}")
        if self.input == self.bad:
            print("50%\\r\\x1b[31mred\\x1b[0m", file=sys.stderr)
            raise ValueError("a bad item")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        print("retries", current.retry_count)
"""

SLEEPY = """\
import time

from flowc import FlowSpec, step


class Sleepy(FlowSpec):
    @step
    def start(self):
        self.next(self.rest)

    @step
    def rest(self):
        print("resting", flush=True)
        time.sleep(60)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    Sleepy()
"""
