"""An annotation has a placeholder, which Argo would fill in."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(annotations={"example.com/version": "{{version}}"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
