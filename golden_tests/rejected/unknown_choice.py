"""The pull policy of an image is misspelt."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(image="python:3.12", image_pull_policy="IfNotPresnt")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
