"""Two steps are marked as the end of the flow."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.quality = "good"
        self.next({"good": self.publish, "bad": self.discard}, condition="quality")

    @step(end=True)
    def publish(self):
        print("published")

    @step(end=True)
    def discard(self):
        print("discarded")
