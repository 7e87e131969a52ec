"""`@exit_hook` has an image, but no function to run in it."""

from metaflow import FlowSpec, exit_hook, step


@exit_hook(options={"image": "python:3.12"})
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
