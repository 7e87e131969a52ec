"""A decorator reads an environment variable that nothing allows."""

import os

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(image=os.environ["TRAIN_IMAGE"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
