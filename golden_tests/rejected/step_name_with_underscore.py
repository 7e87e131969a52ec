"""A step's name begins with an underscore, as if it were private."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self._train)

    @step
    def _train(self):
        self.model = "forest"
        self.next(self.end)

    @step
    def end(self):
        print(self.model)
