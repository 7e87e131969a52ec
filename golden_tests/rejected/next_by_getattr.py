"""The next steps are looked up by name."""

from metaflow import FlowSpec, step

MODELS = ["forest", "linear"]


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(*[getattr(self, f"train_{model}") for model in MODELS])

    @step
    def train_forest(self):
        self.next(self.join)

    @step
    def train_linear(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
