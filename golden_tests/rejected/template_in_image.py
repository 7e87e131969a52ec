"""The name of an image has a placeholder, which Argo would fill in."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(image="registry.example.com/train:{{version}}")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
