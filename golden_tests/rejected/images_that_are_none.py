"""Names of images that no registry has."""

import os

from metaflow import FlowSpec, batch, exit_hook, kubernetes, step

TAG = "3.12\n"


def tell(run):
    print(run)


@exit_hook(on_error=[tell], options={"image": "{{hooks}}"})
class ChurnFlow(FlowSpec):
    @kubernetes(image=os.environ.get("TRAINING_IMAGE", ""))
    @step
    def start(self):
        self.next(self.train)

    @kubernetes(image="registry.example.com/train model")
    @step
    def train(self):
        self.next(self.end)

    @batch(image=f"python:{TAG}")
    @step
    def end(self):
        pass
