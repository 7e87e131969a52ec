"""An exit hook is a lambda."""

from metaflow import FlowSpec, exit_hook, step


@exit_hook(on_error=[lambda run: print("failed", run)])
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
