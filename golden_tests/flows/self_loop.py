"""Covers: a step that runs again until its result is good enough."""

from metaflow import FlowSpec, step


class OptimiseFlow(FlowSpec):
    @step
    def start(self):
        self.x = 10.0
        self.turns = 0
        self.next(self.improve)

    @step
    def improve(self):
        self.x = self.x / 2
        self.turns += 1
        self.outcome = "done" if self.x < 1 else "again"
        self.next({"again": self.improve, "done": self.end}, condition="outcome")

    @step
    def end(self):
        print("x is", self.x, "after", self.turns, "turns")


if __name__ == "__main__":
    OptimiseFlow()
