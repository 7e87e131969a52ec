"""Loop without bound: nothing says how many turns of it the DAG is to have."""

from metaflow import FlowSpec, step


class ImproveFlow(FlowSpec):
    @step
    def start(self):
        self.score = 0.5
        self.next(self.improve)

    @step
    def improve(self):
        self.score += 0.1
        self.next(self.judge)

    @step
    def judge(self):
        self.verdict = "good" if self.score > 0.9 else "poor"
        self.next({"good": self.end, "poor": self.improve}, condition="verdict")

    @step
    def end(self):
        pass
